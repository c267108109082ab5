/**
 * One line of what `bench speed` tells: a number with its unit, and the target it is held to, if there is one.
 *
 * Left out: how it is printed (speed-report).
 */
export interface Row {
  /** Which benchmark. */
  readonly bench: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Exact: the same on every machine. Measured: of this machine and this hour. */
  readonly kind: 'exact' | 'measured';
  readonly target?: Target;
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

export const isMet = ({ value, target }: Row): boolean | undefined => {
  if (target === undefined) return undefined;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
};

/** Makes the rows of one benchmark. */
export const rowsOf =
  (bench: string, kind: Row['kind']) =>
  (what: string, value: number, unit: string): Row => ({ bench, what, value, unit, kind });

/** `1e6`, as sizes of a benchmark are named. */
export const power = (n: number): string => n.toExponential().replace('e+', 'e');
