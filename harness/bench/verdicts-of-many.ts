/**
 * How often each verdict comes when the same two versions are compared again and again: what such a comparison is worth.
 *
 * Two equal trees show how often one is accused wrongly, a tree and a slower copy of it how often that is found. Left out:
 * the timing (turns-of-two) and the judgement of one comparison (compare).
 */
import { judgeMeasured, type Verdict } from '../compare/verdict.ts';
import type { Timed } from './turns-of-two.ts';

export interface Verdicts {
  readonly bench: string;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Head over base less one, a value per comparison, rising: each the median over its rounds. */
  readonly changes: readonly number[];
}

export interface VerdictsOfMany {
  readonly schema: 'xenreplay/verdicts/1';
  readonly comparisons: number;
  /** Of each comparison. */
  readonly rounds: number;
  /** Comparisons in which at least one benchmark was called so. */
  readonly regressed: number;
  readonly improved: number;
  readonly benches: readonly Verdicts[];
}

/** @param comparisons  all of the same benchmarks and rounds */
export const verdictsOf = (comparisons: readonly (readonly Timed[])[]): VerdictsOfMany => {
  const judged = comparisons.map((timed) =>
    timed.map(({ bench, base, head }) => ({
      bench,
      ...judgeMeasured(
        head.map((value, i) => value / base[i]!),
        'lower',
        0,
      ),
    })),
  );
  const withOne = (wanted: Verdict): number =>
    judged.filter((one) => one.some(({ verdict }) => verdict === wanted)).length;
  return {
    schema: 'xenreplay/verdicts/1',
    comparisons: comparisons.length,
    rounds: comparisons[0]?.[0]?.base.length ?? 0,
    regressed: withOne('regressed'),
    improved: withOne('improved'),
    benches: (judged[0] ?? []).map(({ bench }) => {
      const own = judged.map((one) => one.find((row) => row.bench === bench)!);
      const of = (wanted: Verdict): number => own.filter(({ verdict }) => verdict === wanted).length;
      return {
        bench,
        counts: {
          regressed: of('regressed'),
          undecided: of('undecided'),
          unchanged: of('unchanged'),
          improved: of('improved'),
        },
        changes: own.map(({ change }) => change!).toSorted((a, b) => a - b),
      };
    }),
  };
};
