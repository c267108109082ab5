/**
 * What a converted trace may hold: its header by a schema, its columns by what every reader promises of rows.
 *
 * A checksum tells a changed byte, not a file that was never right: one that another program wrote, or one of a version
 * with a fault. What a replay relies on is looked at before any of it is used. Left out: the places by
 * which domains are sampled, and lines, of which any number will do; the checksum and the layout of the bytes (converted).
 */
import { z } from 'zod';
import { CENSORED_END, CENSORED_START } from '../model/workload.ts';
import type { Typed } from './columns.ts';
import type { LifecycleRows } from './domains.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import { VALUE_MOST, type RecordedLoad } from './load.ts';
import type { Dropped, Original } from './recorded.ts';

/** What a converted trace says of itself before its columns. */
export interface Header {
  readonly original: Original;
  readonly recorded: Omit<RecordedLifecycle, 'rows' | 'dropped'> | Omit<RecordedLoad, 'rows' | 'dropped'>;
  readonly dropped: ReturnType<Dropped['list']>;
  /** Names of groups; a domain's group is its place here, from 1, and 0 for none. */
  readonly groups: readonly string[];
  /** Of a load: rows that lie before the row above them, and the line of the first. */
  readonly backward: readonly [rows: number, line: number];
  readonly columns: readonly (readonly [name: string, type: Type, rows: number])[];
}

const TYPES = ['f64', 'u32', 'u16', 'u8'] as const;
type Type = (typeof TYPES)[number];

const count = z.int().min(0);
/** The earliest moment where there is none is ∞, and the latest −∞; JSON writes null for both. */
const momentOr = (none: number) => z.union([z.int(), z.null()]).transform((at) => at ?? none);
const earliest = momentOr(Number.POSITIVE_INFINITY);

const base = {
  rowsRead: count,
  epoch: earliest.optional(),
  choices: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
};

const lifecycle = z.object({
  ...base,
  kind: z.literal('lifecycle'),
  start: earliest,
  end: momentOr(Number.NEGATIVE_INFINITY).optional(),
  rowsPerDomain: z.literal('several').optional(),
  bin: z.int().min(1).optional(),
});

const load = z.object({
  ...base,
  kind: z.literal('load'),
  quantity: z.enum(['count', 'rate', 'utilisation', 'resource']),
  unit: z.string(),
  factor: z.number().positive().max(1),
  step: z.int().min(1).optional(),
  gaps: z.enum(['hold', 'zero', 'error', 'drop', 'none']).optional(),
  rowsAre: z.enum(['steps', 'requests', 'other']).optional(),
});

const header = z.object({
  original: z.object({
    format: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: count,
  }),
  recorded: z.discriminatedUnion('kind', [lifecycle, load]),
  dropped: z.array(z.object({ reason: z.string(), rows: count, firstLine: count })),
  groups: z.array(z.string()),
  backward: z.tuple([count, count]),
  columns: z.array(z.tuple([z.string(), z.enum(TYPES), count])),
});

const LIVES = 'created f64,deleted f64,vcpus u16,memoryMib u32,marks u8,group u32';

/** Names and types of the columns of each kind, in their order; places where domains without a group lay otherwise. */
const COLUMNS: Readonly<Record<'lifecycle' | 'load', readonly string[]>> = {
  lifecycle: [LIVES, `${LIVES},place u32`],
  load: ['at f64,value f64,line u32'],
};

/** @returns undefined when it is no header, or one that does not hold together */
export const headerIn = (json: string): Header | undefined => {
  const { success, data } = header.safeParse(parsed(json));
  if (!success) return undefined;
  const { recorded, columns, backward } = data;
  const names = columns.map(([name, type]) => `${name} ${type}`).join();
  if (!COLUMNS[recorded.kind].includes(names)) return undefined;
  const rows = columns[0]![2];
  // a domain's group is left out where it was not kept, or none has one
  const whole = columns.every(([name, , length]) => length === rows || (name === 'group' && length === 0));
  return whole && backward[0] <= recorded.rowsRead ? (data as Header) : undefined;
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** Smallest and largest moment of the domains; of a load it is not told. */
export type Extent = Readonly<Pick<LifecycleRows, 'earliest' | 'latest'>>;

const UNTOLD: Extent = { earliest: Number.POSITIVE_INFINITY, latest: Number.NEGATIVE_INFINITY };

/**
 * Whether the columns hold rows as a reader may leave them: whole µs, sizes above 0, groups that have a name, and as many as
 * were read and not dropped.
 *
 * @returns undefined where they do not, else what was found on the way
 */
export const heldTogether = (
  { recorded, dropped, groups }: Header,
  column: (name: string) => Typed,
): Extent | undefined => {
  const used = dropped.reduce((left, { rows }) => left - rows, recorded.rowsRead);
  if (used < 0) return undefined;
  if (recorded.kind === 'lifecycle') {
    const one = recorded.rowsPerDomain === undefined;
    return !one || used === column('created').length ? domains(groups.length, column) : undefined;
  }
  const at = column('at') as Float64Array;
  const value = column('value') as Float64Array;
  const believed = value.every((number) => number >= 0 && number <= VALUE_MOST);
  const whole = at.every(Number.isSafeInteger) && used === counted(recorded.rowsAre, value, used);
  return believed && whole ? UNTOLD : undefined;
};

const counted = (rowsAre: RecordedLoad['rowsAre'], value: Float64Array, used: number): number => {
  switch (rowsAre) {
    case undefined:
    case 'steps':
      return value.length;
    case 'requests':
      return value.reduce((sum, number) => sum + number, 0);
    case 'other':
      return used;
    default:
      return rowsAre satisfies never;
  }
};

/** One pass over millions of rows: bounds are looked at behind it, on what it found to be least and most. */
const domains = (groups: number, column: (name: string) => Typed): Extent | undefined => {
  const created = column('created') as Float64Array;
  const deleted = column('deleted') as Float64Array;
  const vcpus = column('vcpus') as Uint16Array;
  const memoryMib = column('memoryMib') as Uint32Array;
  const marks = column('marks') as Uint8Array;
  let last = Number.NEGATIVE_INFINITY;
  let leastCreated = Number.POSITIVE_INFINITY;
  let leastDeleted = Number.POSITIVE_INFINITY;
  let mostDeleted = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < created.length; row += 1) {
    const begins = created[row]!;
    const ends = deleted[row]!;
    // also false of what is no number
    if (!(begins >= last && ends >= begins)) return undefined;
    if (Math.floor(begins) !== begins || Math.floor(ends) !== ends) return undefined;
    let known = 0;
    if (begins === Number.NEGATIVE_INFINITY) known += CENSORED_START;
    else if (begins < leastCreated) leastCreated = begins;
    if (ends === Number.POSITIVE_INFINITY) known += CENSORED_END;
    else if (ends > mostDeleted) mostDeleted = ends;
    if (ends < leastDeleted) leastDeleted = ends;
    if (marks[row] !== known || vcpus[row] === 0 || memoryMib[row] === 0) return undefined;
    last = begins;
  }
  const group = column('group') as Uint32Array;
  for (let row = 0; row < group.length; row += 1) if (group[row]! > groups) return undefined;
  const extent = {
    earliest: Math.min(leastCreated, leastDeleted),
    latest: Math.max(last, mostDeleted),
  };
  return within(extent) ? extent : undefined;
};

/** Whether moments are such as are counted exactly, or there is none at all. */
const within = ({ earliest, latest }: Extent): boolean =>
  (earliest === Number.POSITIVE_INFINITY || Number.isSafeInteger(earliest)) &&
  (latest === Number.NEGATIVE_INFINITY || Number.isSafeInteger(latest));
