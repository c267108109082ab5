/**
 * Who is better over several metrics at once: pairwise wins, and the Pareto front of cost against missed requests.
 *
 * A contender comes with its values seed by seed, the same seeds in the same order for all, so wins are counted between
 * replays that met the same arrivals. Bounds know the future and do not compete. Left out: one number for everything; the
 * rank stands beside the metrics it was made from.
 *
 * @source metrics.md sections 1 (pairwise kappa) and 9
 */
import type { Better } from './metric.ts';
import { intervalOf, type Interval } from './quantiles.ts';

/** Values by key, of one seed. */
export type Values = Readonly<Record<string, number | null>>;

export interface Contender {
  readonly name: string;
  readonly bySeed: readonly Values[];
}

/** A metric that counts, and which way is better. */
export interface Criterion {
  readonly key: string;
  readonly better: Exclude<Better, 'neither'>;
}

/**
 * Too few and too many, and how long; who waited, and what was paid. Instability is not among them: it depends on the
 * grid, which is each policy's own.
 */
export const CRITERIA: readonly Criterion[] = [
  'theta_u_pct',
  'theta_o_pct',
  'tau_u_pct',
  'tau_o_pct',
  'sla_violation_request_fraction',
  'billed_vm_hours',
].map((key) => ({ key, better: 'lower' }));

export interface Ranked {
  readonly name: string;
  /** 1 is best; equal shares of wins have equal ranks. */
  readonly rank: number;
  /** Share of (opponent, metric) pairs that were won, a tie half: mean and interval over seeds; no mean without a pair. */
  readonly kappa: Interval;
  /** Nobody is at least as good in cost and in missed requests, and better in one. */
  readonly onFront: boolean;
}

/**
 * Ranks by the share of pairwise wins, best first; equal ones in the order they came.
 *
 * A metric that either side has no value of is no pair.
 */
export const rankingOf = (
  contenders: readonly Contender[],
  criteria: readonly Criterion[] = CRITERIA,
): readonly Ranked[] => {
  const front = new Set(paretoFront(contenders));
  const scored = contenders.map((contender) => ({
    name: contender.name,
    kappa: intervalOf(winsBySeed(contender, contenders, criteria)),
    onFront: front.has(contender.name),
  }));
  const share = (one: { readonly kappa: Interval }): number => one.kappa.mean ?? Number.NEGATIVE_INFINITY;
  return scored
    .toSorted((a, b) => (share(a) === share(b) ? 0 : share(b) - share(a)))
    .map((one) => ({ ...one, rank: 1 + scored.filter((other) => share(other) > share(one)).length }));
};

const winsBySeed = (
  own: Contender,
  contenders: readonly Contender[],
  criteria: readonly Criterion[],
): readonly number[] =>
  own.bySeed.flatMap((values, seed) => {
    let pairs = 0;
    let won = 0;
    for (const other of contenders) {
      const theirs = other.bySeed[seed];
      if (other === own || theirs === undefined) continue;
      for (const { key, better } of criteria) {
        const [mine, its] = [values[key] ?? null, theirs[key] ?? null];
        if (mine === null || its === null) continue;
        pairs += 1;
        if (mine === its) won += 0.5;
        else if (mine < its === (better === 'lower')) won += 1;
      }
    }
    return pairs > 0 ? [won / pairs] : [];
  });

/** Cost, and missed requests: both better when lower. */
const AXES = ['billed_vm_hours', 'sla_violation_request_fraction'] as const;

/**
 * Names of those that nobody beats in both: at least as good in each and better in one, by means over seeds.
 *
 * @returns  in the order they came; one without a value in either is not on the front, and beats nobody
 */
export const paretoFront = (contenders: readonly Contender[]): readonly string[] => {
  const points = contenders.flatMap(({ name, bySeed }) => {
    const [cost, missed] = AXES.map((key) => meanOf(bySeed, key));
    return cost === null || cost === undefined || missed === null || missed === undefined
      ? []
      : [{ name, cost, missed }];
  });
  return points
    .filter(
      (one) =>
        !points.some(
          (other) =>
            other.cost <= one.cost &&
            other.missed <= one.missed &&
            (other.cost < one.cost || other.missed < one.missed),
        ),
    )
    .map(({ name }) => name);
};

const meanOf = (bySeed: readonly Values[], key: string): number | null => {
  const values = bySeed.map((one) => one[key] ?? null).filter((value) => value !== null);
  return values.length < bySeed.length ? null : intervalOf(values).mean;
};
