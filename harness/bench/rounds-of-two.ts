/**
 * From a timing in turns to two documents of rounds, and from a tree against itself to what such a timing can see.
 *
 * Left out: the judgement of two versions (compare).
 */
import { randomUUID } from 'node:crypto';
import { arch, cpus, platform } from 'node:os';
import { sampleStandardDeviation } from 'simple-statistics';
import { versionOf } from '../campaign/version.ts';
import { FLOOR, judgeMeasured } from '../compare/verdict.ts';
import { ROUNDS_SCHEMA, type RoundsDocument, type RoundsRow } from './rounds-document.ts';
import type { Timed, TurnsResult } from './turns-of-two.ts';

export const roundsDocuments = (
  { timed, counts }: TurnsResult,
  folders: { readonly base: string; readonly head: string },
): { readonly base: RoundsDocument; readonly head: RoundsDocument } => {
  const job = randomUUID();
  const of = (side: 'base' | 'head'): RoundsDocument => ({
    schema: ROUNDS_SCHEMA,
    job,
    side,
    ...versionOf(folders[side]),
    node: process.version,
    machine: `${platform()} ${arch()}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    rows: [
      ...counts[side].map(({ what, unit, value }): RoundsRow => {
        return { bench: 'lifecycle', what, unit, better: 'lower', kind: 'exact', value };
      }),
      ...timed.map((one): RoundsRow => {
        const unit = `ns/${one.unit}`;
        return {
          bench: 'kernel',
          what: one.bench,
          unit,
          better: 'lower',
          kind: 'measured',
          rounds: [...one[side]],
        };
      }),
    ],
  });
  return { base: of('base'), head: of('head') };
};

/** What a tree timed against itself says about a benchmark. */
export interface Noise {
  readonly bench: string;
  /** ns per unit, median over the rounds. */
  readonly cost: number;
  readonly unit: string;
  /** Standard deviation of the logarithm of one round's ratio. */
  readonly spread: number;
  /** Half-width of the 95 % interval of the median ratio; null below six rounds. */
  readonly half: number | null;
  /** The least slow-down that would be called regressed: what is believed, and the interval beside it. */
  readonly smallest: number | null;
  readonly accused: boolean;
}

export const noiseOf = ({ bench, unit, base, head }: Timed): Noise => {
  const ratios = head.map((value, i) => value / base[i]!);
  const { interval, verdict } = judgeMeasured(ratios, 'lower', 0);
  const { low, high, median } = interval;
  const half = low === undefined || high === undefined ? null : Math.max(high / median, median / low) - 1;
  const logs = ratios.map(Math.log);
  return {
    bench,
    unit: `ns/${unit}`,
    cost: [...base].sort((a, b) => a - b)[base.length >> 1]!,
    spread: logs.length < 2 ? 0 : sampleStandardDeviation(logs),
    half,
    smallest: half === null ? null : (1 + FLOOR) * (1 + half) - 1,
    accused: verdict === 'regressed' || verdict === 'improved',
  };
};
