/**
 * A claim of the paper's public abstract, in our words, and what is measured to hold it against.
 *
 * A measure is one number on one host, and says from which value on the claim holds there. But for the 4 ×, which the
 * abstract gives, thresholds are ours, round, and the same for all claims of a kind. Left out: anything that only the
 * paper's text says, which was not read.
 */
import type { Believed } from '../experiments/draws.ts';
import type { TraceOutcome } from '../experiments/trace-outcome.ts';

export interface Claim {
  readonly id: string;
  /** What the abstract says, in our words. */
  readonly says: string;
  readonly measures: readonly Measure[];
}

export interface Measure {
  readonly id: string;
  readonly label: string;
  /** × is a ratio, % a share of one hundred. */
  readonly unit: '×' | '%';
  /** The claim holds from here on; beyond it where `strict`. */
  readonly least: number;
  readonly strict?: boolean;
  /** Hosts are drawn with this guest's boot. */
  readonly guest: 'small' | 'debian';
  readonly of: (host: DrawnHost) => number;
}

/** One draw: a host with either guest, and what the sample traces cost on it. */
export interface DrawnHost {
  readonly small: Believed;
  readonly debian: Believed;
  readonly seed: number;
  readonly traces: { readonly burst: TraceOutcome; readonly flashCrowd: TraceOutcome };
}

export type Verdict = 'holds' | 'holds in part' | 'does not hold';

/** From this share of the draws on a claim holds; up to its complement it does not. */
const SURE = 0.95;

export const verdictOf = (share: number): Verdict =>
  share >= SURE ? 'holds' : share <= 1 - SURE ? 'does not hold' : 'holds in part';

export const holdsAt = ({ least, strict = false }: Measure, value: number): boolean =>
  strict ? value > least : value >= least;

/** A threshold whose distance from no difference (1 ×, 0 %) is so many times that of the measure. */
export const leastAt = ({ least, unit }: Measure, times: number): number => {
  const none = unit === '×' ? 1 : 0;
  return none + times * (least - none);
};

/** In what share of the draws it would hold, had we chosen otherwise. */
export interface Otherwise {
  /** Half, and twice, as large a difference asked for. */
  readonly half: number;
  readonly twice: number;
  /** Hosts drawn that nobody would run: the two rules left out that came after first draws (docs/model.md). */
  readonly unruled: number;
}

/** One measure, on the default host and over the draws. */
export interface Held {
  readonly claim: Claim;
  readonly measure: Measure;
  readonly atDefault: number;
  /** 5th, 50th and 95th percentile over the draws. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly draws: number;
  /** Of the draws in which it holds, 0 to 1. */
  readonly share: number;
  readonly verdict: Verdict;
  readonly otherwise: Otherwise;
}
