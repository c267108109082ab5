/**
 * Two documents, metric by metric: what changed, by how much, and whether that passes.
 *
 * Documents that do not answer the same question are refused, with the field that differs; a gated metric that the head
 * lacks is an error, never a pass. Left out: how it is printed.
 */
import { isDeepStrictEqual } from 'node:util';
import { median } from 'simple-statistics';
import { z } from 'zod';
import { InputError } from '../../model/kernel/faults.ts';
import { refuseUnknown, type Gates } from './gates.ts';
import type { Compared, Side } from './side.ts';
import { judgeExact, judgeMeasured, type Judgement } from './verdict.ts';

export const COMPARISON_SCHEMA = 'xenreplay/comparison/1';

const side = z.strictObject({ path: z.string(), version: z.string(), commit: z.string().nullable() });
const verdict = z.enum(['improved', 'regressed', 'unchanged', 'undecided']);
const count = z.int().min(0);

const rowSchema = z.strictObject({
  /** A variant, a policy on a variant, or a benchmark. */
  subject: z.string(),
  metric: z.string(),
  unit: z.string(),
  better: z.enum(['lower', 'higher', 'neither']),
  kind: z.enum(['exact', 'measured']),
  /** Of a measured metric the median over the rounds. */
  base: z.number().nullable(),
  head: z.number().nullable(),
  /** Head over base, less one; of a measured metric the median of the ratios of the rounds. */
  change_fraction: z.number().nullable(),
  /** Exact 95 % interval of that median, measured metrics only. */
  change_low: z.number().optional(),
  change_high: z.number().optional(),
  rounds: count.optional(),
  /** Seeds whose value changed, and how many there are; exact metrics of several seeds only. */
  seeds_changed: count.optional(),
  seeds: count.optional(),
  allowed_fraction: z.number().min(0),
  /** A regression of it fails the comparison; else it only warns. */
  gated: z.boolean(),
  verdict,
  note: z.string().optional(),
});

export const comparisonSchema = z.strictObject({
  schema: z.literal(COMPARISON_SCHEMA),
  base: side,
  head: side,
  /** What is not the same on both sides and may explain a change: `host parameter xenstored.base`. */
  changed: z.array(z.strictObject({ field: z.string(), base: z.unknown(), head: z.unknown() })),
  /** Subjects and metrics that only the head has; nothing is concluded from them. */
  added: z.array(z.string()),
  /** What the base has and the head lacks, and no gate asks for. */
  missing: z.array(z.string()),
  rows: z.array(rowSchema),
  tally: z.strictObject({ improved: count, regressed: count, unchanged: count, undecided: count }),
  /** Regressions of gated metrics. */
  failed: count,
});

export type Comparison = z.output<typeof comparisonSchema>;
export type ComparisonRow = Comparison['rows'][number];

/**
 * @throws {InputError} when the two do not answer the same question, a gated metric is missing, or a gate names none
 */
export const compare = (base: Side, head: Side, gates: Gates): Comparison => {
  refuseIncomparable(base, head);
  refuseUnknown(gates, metricNames(base, head));
  const rows: ComparisonRow[] = [];
  const missing: string[] = [];
  const mistakes: string[] = [];
  for (const [subject, metrics] of base.metrics) {
    for (const [metric, before] of metrics) {
      const gated = gates.isGated(metric, before.value.kind);
      const after = head.metrics.get(subject)?.get(metric);
      if (after !== undefined && after.value.kind === before.value.kind && after.unit === before.unit) {
        rows.push(rowOf(subject, metric, before, after, gates));
      } else if (gated) mistakes.push(missingLine(head, subject, metric, before, after));
      else missing.push(`${subject} ${metric}`);
    }
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  const tally = { improved: 0, regressed: 0, unchanged: 0, undecided: 0 };
  for (const row of rows) tally[row.verdict] += 1;
  return {
    schema: COMPARISON_SCHEMA,
    base: nameOf(base),
    head: nameOf(head),
    changed: contextChanges(base, head),
    added: only(head, base),
    missing,
    rows,
    tally,
    failed: rows.filter((row) => row.gated && row.verdict === 'regressed').length,
  };
};

const nameOf = ({ path, version, commit }: Side): Comparison['base'] => ({ path, version, commit });

const metricNames = (...sides: readonly Side[]): readonly string[] => [
  ...new Set(sides.flatMap(({ metrics }) => [...metrics.values()].flatMap((of) => [...of.keys()]))),
];

const refuseIncomparable = (base: Side, head: Side): void => {
  const ours = new Map(base.identity);
  const theirs = new Map(head.identity);
  const differing = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (field) => !isDeepStrictEqual(ours.get(field), theirs.get(field)),
  );
  // of two kinds of documents nothing else can agree either
  const told = differing[0] === 'kind' ? ['kind'] : differing;
  if (told.length === 0) return;
  throw new InputError(
    told
      .map(
        (field) =>
          `cannot compare ${base.path} with ${head.path}: ${field} is ${shown(ours.get(field))} and ${shown(theirs.get(field))}; ` +
          (field === 'job'
            ? 'timings compare only within one job: npm run bench -- rounds --base DIR'
            : 'both must be the same; make one of them again'),
      )
      .join('\n'),
  );
};

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

const missingLine = (
  head: Side,
  subject: string,
  metric: string,
  before: Compared,
  after: Compared | undefined,
): string => {
  const found = after === undefined ? 'missing' : `${after.value.kind} in ${after.unit}`;
  return (
    `${head.path}: ${subject} ${metric} is gated and ${found}; the base has it ${before.value.kind} in ${before.unit}; ` +
    `replay the same variants and policies, or take it out of the gate with --warn ${metric}`
  );
};

const rowOf = (
  subject: string,
  metric: string,
  before: Compared,
  after: Compared,
  gates: Gates,
): ComparisonRow => {
  const { unit, better } = before;
  const { kind } = before.value;
  const allowed = gates.allowed(metric, kind);
  const head = { subject, metric, unit, better, kind };
  const tail = { allowed_fraction: allowed, gated: gates.isGated(metric, kind) };
  if (before.value.kind === 'measured' && after.value.kind === 'measured') {
    const [ours, theirs] = [before.value.rounds, after.value.rounds];
    const rounds = Math.min(ours.length, theirs.length);
    const ratios = ours.slice(0, rounds).map((value, round) => theirs[round]! / value);
    const { interval, ...judgement } = judgeMeasured(ratios, better, allowed);
    const { low, high } = interval;
    return {
      ...head,
      base: median([...ours]),
      head: median([...theirs]),
      ...told(judgement),
      ...(low === undefined || high === undefined ? {} : { change_low: low - 1, change_high: high - 1 }),
      rounds,
      ...tail,
    };
  }
  const [base, now] = [exactOf(before), exactOf(after)];
  const seeds = base.seeds.length;
  const changed = base.seeds.filter((value, i) => value !== now.seeds[i]).length;
  const judgement = judgeExact(base.value, now.value, better, allowed);
  // the mean may stand still while the seeds under it move
  const moved = judgement.verdict === 'unchanged' && base.value === now.value && changed > 0;
  return {
    ...head,
    base: base.value,
    head: now.value,
    ...told(
      moved
        ? { ...judgement, verdict: 'undecided', note: 'the mean is the same, seeds under it are not' }
        : judgement,
    ),
    ...(seeds > 1 ? { seeds_changed: changed, seeds } : {}),
    ...tail,
  };
};

const told = ({
  verdict: concluded,
  change,
  note,
}: Judgement): Pick<ComparisonRow, 'verdict' | 'change_fraction' | 'note'> => ({
  change_fraction: change,
  verdict: concluded,
  ...(note === undefined ? {} : { note }),
});

const exactOf = ({ value }: Compared): { value: number | null; seeds: readonly (number | null)[] } =>
  value.kind === 'exact' ? value : { value: null, seeds: [] };

const contextChanges = (base: Side, head: Side): Comparison['changed'] => {
  const theirs = new Map(head.context);
  const ours = new Map(base.context);
  const fields = [...new Set([...ours.keys(), ...theirs.keys()])];
  return fields
    .filter((field) => !isDeepStrictEqual(ours.get(field), theirs.get(field)))
    .map((field) => ({ field, base: ours.get(field) ?? null, head: theirs.get(field) ?? null }));
};

/** What one side has and the other lacks. */
const only = (side: Side, other: Side): string[] =>
  [...side.metrics].flatMap(([subject, metrics]) =>
    other.metrics.has(subject)
      ? [...metrics.keys()]
          .filter((metric) => !other.metrics.get(subject)!.has(metric))
          .map((metric) => `${subject} ${metric}`)
      : [subject],
  );
