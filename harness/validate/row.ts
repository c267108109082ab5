/**
 * One fact that the model is held against: what was published or measured, what the model says, and how far apart they are.
 *
 * Left out: where the two numbers come from.
 */
import { mean, median } from 'simple-statistics';

export type Verdict = 'agrees' | 'within factor 2' | 'disagrees' | 'assumed' | 'not expressible';

/** What stands behind a row: mathematics, a machine of ours, or what somebody else published. */
export type Part = 'closed form' | 'measured' | 'published';

export interface Row {
  readonly id: string;
  readonly part: Part;
  readonly source: string;
  readonly conditions: string;
  readonly reference: number;
  /** Null where the model has nothing to say. */
  readonly model: number | null;
  readonly unit: string;
  /** |model − reference| / reference; 0 inside a range that was published. */
  readonly error_fraction: number | null;
  readonly verdict: Verdict;
  /** Why it is not nearer, as far as we believe to know. */
  readonly reason?: string;
}

export interface Fact {
  readonly id: string;
  readonly part: Part;
  readonly source: string;
  readonly conditions: string;
  readonly reference: number;
  readonly unit: string;
  readonly model: number | null;
  /** What was published is a range, or a bound; the error is that to its nearer end, and 0 inside. */
  readonly range?: readonly [low: number, high: number];
  /** The fact was used to choose the parameter that it would judge. */
  readonly assumed?: boolean;
  readonly reason?: string;
}

/** The head of a published fact. */
export const published = (
  id: string,
  source: string,
  conditions: string,
): Pick<Fact, 'id' | 'part' | 'source' | 'conditions'> => ({ id, part: 'published', source, conditions });

/** Within a fifth: what parameters of this kind are known to. */
const AGREES = 0.2;

/** Judges a fact. */
export const rowOf = ({ range, assumed = false, model, reason, ...fact }: Fact): Row => {
  const [low, high] = range ?? [fact.reference, fact.reference];
  const nearest = model === null ? fact.reference : Math.min(high, Math.max(low, model));
  const error = model === null ? null : nearest === model ? 0 : Math.abs(model - nearest) / nearest;
  const verdict = verdictOf(model, nearest, error, assumed);
  const said = reason !== undefined && verdict !== 'agrees' ? { reason } : {};
  return { ...fact, model, error_fraction: error, verdict, ...said };
};

const verdictOf = (
  model: number | null,
  reference: number,
  error: number | null,
  assumed: boolean,
): Verdict => {
  if (model === null || error === null) return 'not expressible';
  if (assumed) return 'assumed';
  if (error <= AGREES) return 'agrees';
  const ratio = model / reference;
  return ratio <= 2 && ratio >= 0.5 ? 'within factor 2' : 'disagrees';
};

export interface Validation {
  readonly rows: readonly Row[];
  /** Mean and median over the rows that have an error and are not assumed; null where there are none. */
  readonly mape_fraction: number | null;
  readonly median_error_fraction: number | null;
  /** There when it was interrupted: parts that are missing. */
  readonly partial?: readonly string[];
}

export const validationOf = (rows: readonly Row[], missing: readonly string[] = []): Validation => {
  const errors = rows.flatMap(({ error_fraction, verdict }) =>
    error_fraction === null || verdict === 'assumed' ? [] : [error_fraction],
  );
  return {
    rows,
    mape_fraction: errors.length === 0 ? null : mean(errors),
    median_error_fraction: errors.length === 0 ? null : median(errors),
    ...(missing.length === 0 ? {} : { partial: missing }),
  };
};
