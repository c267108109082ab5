/**
 * Series that are kin: what one of them does not show, another one does.
 *
 * A MiB costs a creation the same beside one NUMA node as beside two, so a series that was measured at one size only has the
 * cost from one that was measured at several. And a change of a node looks at every watch whatever the operation, so
 * operations with few points have the middle of what all of them say. Left out: kin of other machines.
 */
import { median } from 'simple-statistics';
import { fitted, type Fitted, type Given } from './fit.ts';
import { formOf } from './laws.ts';
import type { Measurement } from './measurements.ts';
import { unwatched, type Within } from '../work/pieces.ts';

type Series = ReadonlyMap<string, readonly Measurement[]>;

/** A law for every series. */
export const fittedAll = async (
  series: Series,
  within: Within = unwatched,
): Promise<ReadonlyMap<string, Fitted>> => {
  const effort = 2 * effortOf(series);
  let done = 0;
  const told = (points: readonly Measurement[]): Promise<void> =>
    within(Math.min(1, (done += effortOfFit(points)) / effort));
  const alone = new Map<string, Fitted>();
  for (const [name, points] of series) {
    alone.set(name, fitted(points[0]!.form, points));
    await told(points);
  }
  const laws = new Map<string, Fitted>();
  for (const [name, points] of series) {
    const given = givenTo(name, points, series, alone);
    laws.set(name, given.size === 0 ? alone.get(name)! : fitted(points[0]!.form, points, given));
    await told(points);
  }
  return laws;
};

/** Of a fit and its jackknife, in no unit: every subset of terms over every point, and again without each point. */
const effortOfFit = (points: readonly Measurement[]): number =>
  points.length * (points.length + 1) * 2 ** formOf(points[0]!.form).terms.length;

/** Of all series, once. */
export const effortOf = (series: Series): number =>
  [...series.values()].reduce((sum, points) => sum + effortOfFit(points), 0);

/** Whether a term is anything but 0 at some of the points. */
export const shown = (points: readonly Measurement[], term: number): boolean => {
  const { terms } = formOf(points[0]!.form);
  return points.some(({ at }) => terms[term]!.of(at) !== 0);
};

const givenTo = (
  name: string,
  points: readonly Measurement[],
  series: Series,
  alone: ReadonlyMap<string, Fitted>,
): Given => {
  const given = new Map<number, number>();
  const { form, common } = points[0]!;
  const kin = kinOf(name, points, series);
  formOf(form).terms.forEach((_term, i) => {
    if (shown(points, i)) return;
    const best = kin
      .filter(([, theirs]) => shown(theirs, i))
      .toSorted(([, a], [, b]) => b.length - a.length)[0];
    if (best !== undefined) given.set(i, alone.get(best[0])!.coefficients[i]!);
  });
  if (common !== undefined) {
    const each = [[name, points] as const, ...kin].flatMap(([one, theirs]) => {
      const { share = 0 } = theirs[0]!.common ?? {};
      return share > 0 && theirs.length > 1 ? [alone.get(one)!.coefficients[common.term]! / share] : [];
    });
    if (each.length > 0) given.set(common.term, common.share * median(each));
  }
  return given;
};

/** The others of the same kin and form. */
const kinOf = (
  name: string,
  points: readonly Measurement[],
  series: Series,
): readonly (readonly [string, readonly Measurement[]])[] => {
  const { form, kin } = points[0]!;
  if (kin === undefined) return [];
  return [...series].filter(
    ([other, theirs]) => other !== name && theirs[0]!.kin === kin && theirs[0]!.form === form,
  );
};
