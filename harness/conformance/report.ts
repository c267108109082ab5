/**
 * What a conformance run says: a line per case that failed, and how many passed.
 *
 * Left out: cases that passed; there are hundreds.
 */
import type { Difference, Judgement } from './judge.ts';

/** Differences of one case that are told; a sequence that goes astray stays astray. */
const TOLD = 3;

const failed = ({ differences }: Judgement): boolean => differences.length > 0;

/**
 * The last line is the answer.
 *
 * @param planned  cases in all; fewer were judged where an interrupt came first
 */
export const conformanceLines = (judgements: readonly Judgement[], planned: number): readonly string[] => {
  const failures = judgements.filter(failed);
  const unjudged = planned - judgements.length;
  return [
    ...failures.map(lineOf),
    ...(unjudged === 0 ? [] : [`INTERRUPTED: ${unjudged} of ${planned} cases not judged`]),
    `${judgements.length - failures.length} passed, ${failures.length} failed`,
  ];
};

const lineOf = ({ file, id, differences }: Judgement): string => {
  const told = differences.slice(0, TOLD);
  const more = differences.length - told.length;
  const side = (of: (one: Difference) => unknown): string =>
    told.map((one) => `${one.name} ${shown(of(one))}`).join(', ');
  const rest = more > 0 ? ` · and ${more} more differ` : '';
  return `${file}:${id} · got ${side(({ got }) => got)} · expected ${side(({ expected }) => expected)}${rest}`;
};

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (isEstimate(value)) return `${digits(value.mean)} ± ${digits(value.half)}`;
  return typeof value === 'number' || typeof value === 'string' ? String(value) : JSON.stringify(value);
};

interface ConformanceDocument {
  readonly schema: 'xenreplay/conformance/1';
  /** There when it was interrupted. */
  readonly partial?: { readonly casesDone: number; readonly casesPlanned: number };
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly (Judgement & { readonly passed: boolean })[];
}

/** The same as one JSON document. */
export const conformanceDocument = (
  judgements: readonly Judgement[],
  planned: number,
): ConformanceDocument => {
  const failures = judgements.filter(failed).length;
  return {
    schema: 'xenreplay/conformance/1',
    ...(judgements.length < planned
      ? { partial: { casesDone: judgements.length, casesPlanned: planned } }
      : {}),
    passed: judgements.length - failures,
    failed: failures,
    cases: judgements.map(({ file, set, id, differences }) => ({
      file,
      set,
      id,
      passed: differences.length === 0,
      differences: differences.map(({ name, got, expected }) => ({ name, got: got ?? null, expected })),
    })),
  };
};

/** A value that a simulation tells. */
const isEstimate = (value: unknown): value is { readonly mean: number; readonly half: number } =>
  typeof value === 'object' && value !== null && 'mean' in value && 'half' in value;

const digits = (value: number): string => String(Number(value.toPrecision(6)));
