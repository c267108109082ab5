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
}
