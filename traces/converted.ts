/**
 * A trace as this program keeps it for reading again: typed columns behind a header, as they were read from the original.
 *
 * What the header says of the original (its format, SHA-256, size, rows, what was dropped, chosen and warned of) is what a
 * report says of it, so that a replay of the converted trace and one of the original give the same numbers. Choices of
 * reading are made once, in converting; choices of placing, cutting, sampling and compressing are made in every replay.
 * Columns are little-endian, as on every machine that runs this, and rows are in the order of creation. Left out:
 * compression; a file may be packed like any other.
 *
 * Layout: `XRTRACE2`, the XXH64 of all that follows (u64), the length of the header (u32), the header (JSON, padded with
 * blanks), then the columns, each padded to 8 bytes.
 */
import { risingOrder } from '../model/kernel/order.ts';
import { loadChecksum, SUM } from './checksum.ts';
import { complaint, placeOf } from './complaint.ts';
import { halves, octets, ordered, reals, words, type Typed } from './columns.ts';
import { typedOf } from './choices.ts';
import type { Extent, Header } from './converted-content.ts';
import { aloneAt, LifecycleRows } from './domains.ts';
import type { Source } from './lines.ts';
import { LoadRows } from './load.ts';
import { OF_PARSING, type Reader, type ReadOptions, type Recorded } from './reader.ts';
import { Dropped, type Original } from './recorded.ts';

/** Of any version of this layout, and the one that is written and read here. */
const MAGIC_OF_ALL = Buffer.from('XRTRACE');
const MAGIC = Buffer.from(`${MAGIC_OF_ALL.toString()}2`);
const SUMMED_FROM = MAGIC.length + SUM;
const HEADER_AT = SUMMED_FROM + 4;
const ALIGNED = 8;

const MAKERS = { f64: Float64Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array } as const;

/** The pieces of a file, to be written one after the other. */
export const converted = async (recorded: Recorded, original: Original): Promise<readonly Uint8Array[]> => {
  const { rows, dropped, ...rest } = recorded;
  const columns =
    recorded.kind === 'lifecycle' ? lifecycleColumns(recorded.rows) : loadColumns(recorded.rows);
  const header: Header = {
    original,
    recorded: rest,
    dropped: dropped.list(),
    groups: rows instanceof LifecycleRows ? rows.groupNames : [],
    backward: rows instanceof LoadRows ? [rows.backward, rows.backwardLine] : [0, 0],
    columns: columns.map(([name, type, values]) => [name, type, values.length]),
  };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(roundedUp(HEADER_AT + json.length) - HEADER_AT, ' ');
  json.copy(padded);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length);
  const body: Uint8Array[] = [length, padded];
  for (const [, , values] of columns) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    body.push(bytes, new Uint8Array(roundedUp(bytes.length) - bytes.length));
  }
  const checksum = await loadChecksum();
  for (const piece of body) checksum.add(piece);
  return [MAGIC, checksum.sum(), ...body];
};

const roundedUp = (size: number): number => Math.ceil(size / ALIGNED) * ALIGNED;

type Columns = readonly (readonly [name: string, type: keyof typeof MAKERS, values: Typed])[];

const lifecycleColumns = (rows: LifecycleRows): Columns => {
  const order = risingOrder(rows.created.values);
  return [
    ['created', 'f64', ordered(rows.created.values, order)],
    ['deleted', 'f64', ordered(rows.deleted.values, order)],
    ['vcpus', 'u16', ordered(rows.vcpus.values, order)],
    ['memoryMib', 'u32', ordered(rows.memoryMib.values, order)],
    ['marks', 'u8', ordered(rows.marks.values, order)],
    ['group', 'u32', rows.groupNames.length > 0 ? ordered(rows.group.values, order) : new Uint32Array(0)],
    // a domain that stands alone is sampled by its place in the original
    ...(order !== undefined && rows.group.values.includes(0) ? [['place', 'u32', order] as const] : []),
  ];
};

const loadColumns = ({ at, value, line }: LoadRows): Columns => [
  ['at', 'f64', at.values],
  ['value', 'f64', value.values],
  ['line', 'u32', line.values],
];

export const convertedTrace: Reader = {
  name: 'converted',
  about: 'a trace of any format, converted by trace convert: typed columns that load at once',
  // what it holds is told by what it says of itself
  kind: 'lifecycle',
  notes: {
    toldBy: `its first bytes, \`${MAGIC.toString()}\``,
    glitches: ['a changed byte is told by its checksum'],
    source: 'this program, trace convert',
    licence: 'that of the original',
  },
  detect: ({ bytes }) => isConverted(bytes),
  read: async (source, options) => {
    refuseChoices(source, options);
    const checksum = await loadChecksum();
    let before = SUMMED_FROM;
    const content = await source.inMemory((piece) => {
      checksum.add(piece.subarray(before));
      before = Math.max(0, before - piece.length);
    });
    if (!isConverted(content)) throw unlike(source);
    if (content.length < HEADER_AT) throw broken(source);
    if (!content.subarray(0, MAGIC.length).equals(MAGIC)) throw another(source);
    if (!content.subarray(MAGIC.length, SUMMED_FROM).equals(checksum.sum())) throw broken(source);
    const { headerIn, heldTogether } = await import('./converted-content.ts');
    const begins = HEADER_AT + content.readUInt32LE(HEADER_AT - 4);
    const header = headerIn(content.toString('utf8', HEADER_AT, Math.min(begins, content.length)));
    if (header === undefined || begins % ALIGNED !== 0) throw foreign(source);
    const columns = columnsIn(content, begins, header);
    const extent = columns && heldTogether(header, (name) => columns.get(name)!);
    if (columns === undefined || extent === undefined) throw foreign(source);
    const dropped = new Dropped();
    for (const { reason, firstLine, rows } of header.dropped) dropped.add(reason, firstLine, rows);
    const base = { ...header.recorded, dropped, original: header.original };
    return base.kind === 'lifecycle'
      ? { ...base, rows: lifecycleRows(source, options, header, columns, extent) }
      : { ...base, rows: loadRows(source, header, columns) };
  },
};

/** Undefined when they are not as long as the rest of the file. */
const columnsIn = (
  content: Buffer,
  start: number,
  { columns }: Header,
): ReadonlyMap<string, Typed> | undefined => {
  const found = new Map<string, Typed>();
  let at = start;
  for (const [name, type, rows] of columns) {
    const size = rows * MAKERS[type].BYTES_PER_ELEMENT;
    if (at + size > content.length) return undefined;
    found.set(name, new MAKERS[type](content.buffer as ArrayBuffer, at, rows));
    at += roundedUp(size);
  }
  return at === content.length ? found : undefined;
};

const lifecycleRows = (
  source: Source,
  options: ReadOptions,
  { groups }: Header,
  columns: ReadonlyMap<string, Typed>,
  extent: Extent,
): LifecycleRows => {
  const rows = new LifecycleRows(source, options);
  const column = (name: string): Typed => columns.get(name)!;
  const [created, deleted, vcpus, memoryMib, group] = [
    column('created'),
    column('deleted'),
    column('vcpus'),
    column('memoryMib'),
    column('group'),
  ] as const;
  if (options.sample === undefined && options.keepGroups !== true) {
    rows.restore({
      created: reals(created as Float64Array),
      deleted: reals(deleted as Float64Array),
      vcpus: halves(vcpus as Uint16Array),
      memoryMib: words(memoryMib as Uint32Array),
      marks: octets(column('marks') as Uint8Array),
      ...extent,
    });
    return rows;
  }
  const place = columns.get('place');
  for (let row = 0; row < created.length; row += 1) {
    rows.push({
      created: known(created[row]!),
      deleted: known(deleted[row]!),
      vcpus: vcpus[row]!,
      memoryMib: memoryMib[row]!,
      group: groups[group[row]! - 1] ?? (place === undefined ? undefined : aloneAt(place[row]! + 1)),
    });
  }
  return rows;
};

const known = (at: number): number | undefined => (Number.isFinite(at) ? at : undefined);

const loadRows = (
  source: Source,
  { backward: [backward, line] }: Header,
  columns: ReadonlyMap<string, Typed>,
): LoadRows => {
  const rows = new LoadRows(source.path, source.limits.rows);
  rows.restore({
    at: reals(columns.get('at') as Float64Array),
    value: reals(columns.get('value') as Float64Array),
    line: words(columns.get('line') as Uint32Array),
    backward,
    backwardLine: line,
  });
  return rows;
};

const refuseChoices = ({ path }: Source, options: ReadOptions): void => {
  const given = typedOf(options, OF_PARSING);
  if (given.length === 0) return;
  throw complaint(
    placeOf(path),
    `is a converted trace, and ${given.join(', ')} ${given.length === 1 ? 'was' : 'were'} chosen when it was converted`,
    'sample, placement, parts and compression are chosen now',
    'leave it out, or convert the original again',
  );
};

const isConverted = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC_OF_ALL.length).equals(MAGIC_OF_ALL);

const unlike = ({ path }: Source) =>
  complaint(
    placeOf(path),
    'is no converted trace',
    `one begins with ${MAGIC.toString()}`,
    'leave --format out, or convert it first: npm run trace -- convert FILE --to OUT',
  );

const another = ({ path }: Source) =>
  complaint(
    placeOf(path),
    'is a converted trace of another version',
    `one of this version begins with ${MAGIC.toString()}`,
    'convert the original again',
  );

const broken = ({ path }: Source) =>
  complaint(
    placeOf(path),
    'is a converted trace that is cut or damaged',
    'its bytes fit their checksum',
    'convert the original again',
  );

/** Its checksum fits, and what it says does not. */
const foreign = ({ path }: Source) =>
  complaint(
    placeOf(path),
    'is a converted trace whose header and columns do not hold together',
    'they are as this version of trace convert writes them',
    'convert the original again',
  );
