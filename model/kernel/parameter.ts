/**
 * A parameter of the world: a value, its unit, the range we would still believe, and where it comes from.
 *
 * No bare constant describes the world; tables in docs and reports are printed from these objects. Left out: profiles of
 * hosts, which are records of parameters.
 */

export type Source =
  | { readonly kind: 'measured'; readonly on: string; readonly how: string }
  /** `place`: page, table, figure, or file and line. */
  | { readonly kind: 'cited'; readonly work: string; readonly place: string }
  | { readonly kind: 'assumed'; readonly because: string };

export interface Parameter<T> {
  readonly value: T;
  /** The lowest and the highest value that we would still believe. */
  readonly range: readonly [low: T, high: T];
  readonly unit: string;
  readonly source: Source;
}

export type ValuesOf<P extends Readonly<Record<string, Parameter<unknown>>>> = {
  readonly [K in keyof P]: P[K]['value'];
};

/** The plain values of a record of parameters, under the same names: what the model computes with. */
export const valuesOf = <P extends Readonly<Record<string, Parameter<unknown>>>>(
  parameters: P,
): ValuesOf<P> =>
  Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value])) as ValuesOf<P>;
