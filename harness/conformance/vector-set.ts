/**
 * One set of conformance vectors: what a case looks like, what the model answers to it, and when an answer is right.
 *
 * A set knows nothing of files. Left out: the cases themselves; a judge has others than we have.
 */
import type { z } from 'zod';

/** Values by the names a case expects them under. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value that was got is what was expected. */
export type Agree = (got: unknown, expected: unknown, name: string) => boolean;

export interface VectorSet {
  readonly set: string;
  /** Of one case, beside its id. */
  readonly schema: z.ZodType;
  /** What is compared, of a case that the schema has read. */
  readonly expected: (one: never) => Values;
  /** What the model answers; more than a case expects is no fault. */
  readonly answer: (one: never) => Values;
  readonly agree: Agree;
  /** Whether an answer takes seconds. */
  readonly isSlow: (one: never) => boolean;
}

interface Definition<S extends z.ZodType> {
  readonly set: string;
  readonly schema: S;
  readonly expected: (one: z.infer<S>) => Values;
  readonly answer: (one: z.infer<S>) => Values;
  /** {@link equal} where nothing is said. */
  readonly agree?: Agree;
  /** Never where nothing is said. */
  readonly isSlow?: (one: z.infer<S>) => boolean;
}

/** A set whose functions take what its schema reads. */
export const vectorSet = <S extends z.ZodType>({
  agree = equal,
  isSlow = () => false,
  ...rest
}: Definition<S>): VectorSet => ({
  ...rest,
  agree,
  isSlow,
});

/** The same number, word or null. */
export const equal: Agree = (got, expected) => got === expected;

/** Numbers to so much of the larger one; a list element by element, anything else the same value. */
export const relative =
  (tolerance: number, floor = 0): Agree =>
  (got, expected, name) => {
    if (typeof got === 'number' && typeof expected === 'number') {
      return (
        got === expected ||
        Math.abs(got - expected) <= tolerance * Math.max(floor, Math.abs(got), Math.abs(expected))
      );
    }
    return Array.isArray(got) && Array.isArray(expected)
      ? got.length === expected.length &&
          got.every((one, index) => relative(tolerance, floor)(one, expected[index], name))
      : equal(got, expected, name);
  };

/** The same, but of 1 where both are smaller. */
export const within = (tolerance: number): Agree => relative(tolerance, 1);
