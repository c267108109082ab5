/**
 * The result document: what was run, what every variant scored, and the one line that makes it again.
 *
 * The schema is the published form; units stand in names or beside the number, and a number that has no value (no set-up
 * at all) is null. Left out: wall-clock times and the machine, so the same inputs give the same bytes; the judgement of
 * two documents is compare's.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { METRIC_KEYS } from '../measure/score.ts';

/** Raised when a key changes its meaning or goes. */
export const SCHEMA = 'xenreplay/result/2';

/** A number, or null where there is none: NaN and the infinities have no form in JSON. */
const figure = z.preprocess(
  (value) => (typeof value === 'number' && !Number.isFinite(value) ? null : value),
  z.number().nullable(),
);
const whole = z.int().min(0);

/** Keys by their names, whatever order they came in. */
const sortedRecord = <V extends z.ZodType>(value: V) =>
  z.record(z.string(), value).transform((record) =>
    Object.fromEntries(
      Object.keys(record)
        .toSorted()
        .map((key) => [key, record[key]!]),
    ),
  ) as unknown as z.ZodType<Record<string, z.output<V>>>;

const choices = sortedRecord(z.union([z.string(), z.number(), z.boolean()]));

/** What the reader found; the trace's own path and hash stand above it. */
const ingest = z.strictObject({
  format: z.string(),
  bytes: whole,
  rowsRead: whole,
  rowsUsed: whole,
  dropped: z.array(z.strictObject({ reason: z.string(), rows: whole, firstLine: whole })),
  censoredStarts: whole,
  censoredEnds: whole,
  gaps: z.strictObject({ count: whole, longestSeconds: z.number() }),
  duplicates: whole,
  backward: whole,
  zeroLifetimes: whole,
  bursts: z.strictObject({ in1s: figure, in60s: figure, in300s: figure }),
  horizonSeconds: z.number(),
  startedAt: z.string().optional(),
  domains: whole.optional(),
  peakLive: whole.optional(),
  steps: whole.optional(),
  peak: figure.optional(),
  mean: figure.optional(),
  indexOfDispersion: figure,
  choices,
  warnings: z.array(z.string()),
});

const parameter = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** What we would still believe: from, to. */
  range: z.tuple([z.number(), z.number()]),
  source: z.strictObject({ kind: z.enum(['measured', 'cited', 'assumed']), text: z.string() }),
});

const interval = z.strictObject({
  low: z.number(),
  high: z.number(),
  level: z.literal(0.95),
  seeds: z.int().min(2),
});

const metric = z.strictObject({
  value: figure,
  unit: z.string(),
  /** Neither: it tells what happened and is no merit. */
  better: z.enum(['lower', 'higher', 'neither']),
  /** Exact: simulated, compared for equality. Measured: wall clock, compared by interleaved rounds only. */
  kind: z.enum(['exact', 'measured']),
  /** Of the mean over seeds. */
  interval: interval.optional(),
  /** Mean and interval of the differences to stock, seed by seed: both met the same arrivals. */
  difference_to_stock: interval.extend({ mean: z.number() }).optional(),
});

const rank = new Map<string, number>(METRIC_KEYS.map((key, index) => [key, index]));
const rankOf = (key: string): number => rank.get(key) ?? METRIC_KEYS.length;

const metrics = z
  .record(z.string(), metric)
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)),
    ),
  );

/** Seconds over all set-ups (creation) or destroys (destruction) of a replay, by the station that served them. */
const wait = z.strictObject({
  station: z.string(),
  task: z.enum(['creation', 'destruction']),
  phase: z.string().optional(),
  waited_s: z.number(),
  served_s: z.number(),
  /** The longest wait of one task. */
  waited_max_s: z.number().optional(),
});

const variant = z.strictObject({
  /** Label of the policy that drove it; of a bound, which is a policy of its own, its name. */
  policy: z.string(),
  name: z.string(),
  fixes: z.array(z.string()),
  metrics,
  /** Of `--iso-sla`: what was to be reached, and with the headroom of the metrics what was. */
  iso_sla: z
    .strictObject({
      target_request_fraction: z.number(),
      /** The search went no further. */
      within_replicas: whole,
      seeds_reached: whole,
      /** Means over the seeds, with the headroom; where it is not reached with `within_replicas`. */
      violation_request_fraction: figure,
      billed_vm_hours: figure,
      /** Seeds whose search an interrupt ended: so many are needed at least; so many are enough, null where none yet were. */
      unfinished: z
        .array(z.strictObject({ seed: whole, at_least_replicas: whole, at_most_replicas: whole.nullable() }))
        .optional(),
    })
    .optional(),
  /** The same metrics of each seed, exact; with one seed the values above. */
  by_seed: z.array(z.strictObject({ seed: whole, metrics: z.record(z.string(), figure) })).optional(),
  waits: z.array(wait),
  /** The conservation laws; a document is written only when they hold. */
  law: z.literal('held'),
});

/** A policy that drove the variants; the label tells two with the same name and other options apart. */
const policy = z.strictObject({
  label: z.string().min(1),
  name: z.string(),
  /** As given. */
  options: choices,
  /** Bounds, first size and cadence that were in force; a trace that is its own policy has none. */
  setting: sortedRecord(z.number()).optional(),
});

export const documentShape = z.strictObject({
  schema: z.literal(SCHEMA),
  version: z.string(),
  commit: z.string().nullable(),
  again: z.string(),
  /** There when the run was interrupted: what it shows covers only these replays. */
  partial: z.strictObject({ replaysDone: whole, replaysPlanned: whole }).optional(),
  /** Path as given: relative where it lies below the working directory. */
  trace: z.strictObject({ path: z.string(), sha256: z.string(), ingest }),
  workload: z.strictObject({ kind: z.enum(['lifecycle', 'load']), options: choices }),
  host: z.strictObject({ name: z.string(), parameters: z.array(parameter) }),
  guest: z.string(),
  /** In the order they were asked for; a lifecycle trace without one is its own policy, `trace`. */
  policies: z.array(policy).min(1),
  seeds: z.array(whole).min(1),
  /** Policy by policy; of each stock first, `ideal` last. */
  variants: z.array(variant),
  /** Oracle, peak and static on the ideal host: what no policy can beat, and what no policy is needed for. */
  bounds: z.array(variant),
  warnings: z.array(z.string()),
});

const documentSchema = documentShape.superRefine(({ policies, variants }, context) => {
  const labels = policies.map(({ label }) => label);
  for (const [index, label] of labels.entries()) {
    if (labels.indexOf(label) === index) continue;
    const message = `label "${label}" is there twice; every policy has one of its own`;
    context.addIssue({ code: 'custom', path: ['policies', index, 'label'], message });
  }
  for (const [index, { policy: label }] of variants.entries()) {
    if (labels.includes(label)) continue;
    const message = `"${label}" is no label of policies: ${labels.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['variants', index, 'policy'], message });
  }
});

export type ResultDocument = z.output<typeof documentSchema>;
export type VariantResult = ResultDocument['variants'][number];
export type MetricResult = VariantResult['metrics'][string];

/**
 * Checks a document and brings it to its written form: keys in the published order, numbers finite or null.
 *
 * @throws {z.ZodError} when it is none of this schema
 */
export const documentOf = (raw: unknown): ResultDocument => documentSchema.parse(raw);

/** What is wrong with it, or undefined: `variants[0].law: …`. */
export const faultOf = (raw: unknown): string | undefined => {
  const read = documentSchema.safeParse(raw);
  if (read.success) return undefined;
  const first = read.error.issues[0]!;
  const place = z.core.toDotPath(first.path);
  return `${place === '' ? 'the document' : place}: ${first.message}`;
};

/** The bytes of a document: the same for the same results, a final newline included. */
export const serialised = (document: ResultDocument): string =>
  `${JSON.stringify(documentOf(document), null, 2)}\n`;

/** Eight hexadecimal digits of what was run, whatever came out: a run made again has the same. */
export const runHash = (document: ResultDocument): string => {
  const { variants: _variants, bounds: _bounds, warnings: _warnings, ...run } = documentOf(document);
  return createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 8);
};
