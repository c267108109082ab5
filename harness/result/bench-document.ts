/**
 * The document of `bench micro` and `bench macro`: simulated, so exact; the same inputs give the same bytes and hash.
 *
 * Numbers keep six digits, more than the model deserves. Left out: wall-clock times, which `bench speed` and
 * `bench rounds` have.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { checked } from './checked.ts';
import { versionOf } from '../campaign/version.ts';
import type { MacroRow } from '../macro/macro.ts';
import type { Interval } from '../measure/quantiles.ts';
import type { MicroRow } from '../micro/micro.ts';

export const BENCH_SCHEMA = 'xenreplay/bench/1';

const figure = z.number().nullable();
const interval = z.strictObject({ mean: figure, low: figure, high: figure, seeds: z.int().min(0) });

const row = z.strictObject({
  bench: z.string(),
  /** Of a microbenchmark: what is varied, `64 creations at once`. */
  point: z.string().optional(),
  variant: z.string(),
  measure: z.string(),
  unit: z.string(),
  better: z.enum(['lower', 'higher']),
  /** Over seeds, 95 %. */
  value: interval,
  /** Times better than stock, run by run; of the headline measure only. */
  speedup: interval.optional(),
  /** Speed-up over hosts drawn from the believed ranges: 5th, 50th and 95th percentile. */
  speedup_drawn: z.strictObject({ low: z.number(), middle: z.number(), high: z.number() }).optional(),
});

const benchSchema = z.strictObject({
  schema: z.literal(BENCH_SCHEMA),
  kind: z.enum(['micro', 'macro']),
  version: z.string(),
  commit: z.string().nullable(),
  host: z.string(),
  seeds: z.int().min(1),
  draws: z.int().min(0),
  smallest: z.boolean(),
  /** There when it was interrupted: benchmarks that are missing. */
  partial: z.array(z.string()).optional(),
  rows: z.array(row),
  /** sha256 of the rows: two runs that agree in it agree in every number. */
  hash: z.string(),
});

export type BenchDocument = z.output<typeof benchSchema>;
export type BenchRow = BenchDocument['rows'][number];

export type BenchHead = Omit<BenchDocument, 'schema' | 'version' | 'commit' | 'rows' | 'hash'>;

export const benchDocument = (head: BenchHead, rows: readonly BenchRow[]): BenchDocument => ({
  schema: BENCH_SCHEMA,
  ...versionOf(),
  ...head,
  rows: [...rows],
  hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
});

/** @throws {InputError} when it is not what the schema says */
export const benchOf = (raw: unknown, path: string): BenchDocument =>
  checked(benchSchema, raw, path, 'npm run bench');

export const microRows = (rows: readonly MicroRow[]): readonly BenchRow[] =>
  rows.map(({ micro, point, variant, value, speedup }) => ({
    bench: micro.name,
    point: `${point} ${micro.against}`,
    variant: variant.name,
    measure: micro.name,
    unit: micro.unit,
    better: micro.better,
    value: digits(value),
    speedup: digits(speedup),
  }));

export const macroRows = (rows: readonly MacroRow[]): readonly BenchRow[] =>
  rows.flatMap(({ scenario, variant, measures, speedup }) =>
    Object.entries(scenario.measures).map(([key, { unit, better }]): BenchRow => {
      const headline = key === scenario.headline;
      const { drawn } = speedup;
      return {
        bench: scenario.name,
        variant: variant.name,
        measure: key,
        unit,
        better,
        value: digits(measures[key]!),
        ...(headline ? { speedup: digits(speedup.seeds) } : {}),
        ...(headline && drawn !== undefined
          ? {
              speedup_drawn: { low: short(drawn.low), middle: short(drawn.middle), high: short(drawn.high) },
            }
          : {}),
      };
    }),
  );

const short = (value: number): number => Number(value.toPrecision(6));
const shortOr = (value: number | null): number | null => (value === null ? null : short(value));
const digits = ({ n, mean, low, high }: Interval): BenchRow['value'] => ({
  mean: shortOr(mean),
  low: shortOr(low),
  high: shortOr(high),
  seeds: n,
});
