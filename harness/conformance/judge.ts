/**
 * Judges a case of a set: what the model answers against what the case expects.
 *
 * A model that throws has failed the case, and the others are judged nevertheless. Left out: where cases come from.
 */
import type { Values, VectorSet } from './vector-set.ts';

/** A case that was read. */
export interface Case {
  /** Name of its file. */
  readonly file: string;
  readonly id: string;
  readonly set: VectorSet;
  /** As the set's schema read it. */
  readonly given: unknown;
  /** Why the model has no answer to it: a kind of something that it does not know. */
  readonly unknown?: string;
}

export interface Difference {
  readonly name: string;
  readonly got: unknown;
  readonly expected: unknown;
}

export interface Judgement {
  readonly file: string;
  readonly set: string;
  readonly id: string;
  /** None where the case passed. */
  readonly differences: readonly Difference[];
}

export const judge = ({ file, id, set, given, unknown }: Case): Judgement => {
  if (unknown !== undefined) {
    return {
      file,
      set: set.set,
      id,
      differences: [{ name: 'an unknown', got: unknown, expected: 'an answer' }],
    };
  }
  const expected = set.expected(given as never);
  return { file, set: set.set, id, differences: differencesOf(set, given, expected) };
};

const differencesOf = (set: VectorSet, given: unknown, expected: Values): readonly Difference[] => {
  let answered: Values;
  try {
    answered = set.answer(given as never);
  } catch (fault) {
    return Object.entries(expected).map(([name, value]) => ({
      name,
      got: `a fault: ${fault instanceof Error ? fault.message : String(fault)}`,
      expected: value,
    }));
  }
  return Object.entries(expected).flatMap(([name, value]): readonly Difference[] =>
    Object.hasOwn(answered, name) && set.agree(answered[name], value, name)
      ? []
      : [{ name, got: answered[name], expected: value }],
  );
};
