import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { brokenInAny, envelopeOf } from '../../harness/page/seeds.ts';
import { episodesOf } from '../../harness/page/browser/reading.ts';
import type { Spans, Steps } from '../../model/recording.ts';

const stepsOf = (...steps: readonly (readonly [at: number, value: number])[]): Steps => ({
  at: Float64Array.from(steps, ([at]) => at),
  value: Float64Array.from(steps, ([, value]) => value),
});
const shown = ({ at, value }: Steps): readonly (readonly [number, number])[] =>
  Array.from(at, (moment, i) => [moment, value[i]!] as const);
const valueAt = ({ at, value }: Steps, moment: number): number =>
  value[at.findLastIndex((one) => one <= moment)] ?? 0;

test('three seeds: the middle, the least and the most, each written where it changes', (t) => {
  const { middle, least, most } = envelopeOf([
    stepsOf([0, 5], [10, 8], [30, 5]),
    stepsOf([0, 5], [20, 8], [30, 5]),
    stepsOf([0, 5], [20, 9], [40, 5]),
  ]);
  t.deepEqual(shown(middle), [
    [0, 5],
    [20, 8],
    [30, 5],
  ]);
  t.deepEqual(shown(least), [
    [0, 5],
    [20, 8],
    [30, 5],
  ]);
  t.deepEqual(shown(most), [
    [0, 5],
    [10, 8],
    [20, 9],
    [40, 5],
  ]);
});

test('two seeds: the middle is between them; one seed is its own middle, least and most', (t) => {
  const one = stepsOf([0, 4], [10, 7]);
  t.deepEqual(shown(envelopeOf([one, stepsOf([0, 4])]).middle), [
    [0, 4],
    [10, 5.5],
  ]);
  t.deepEqual(envelopeOf([one]), { middle: one, least: one, most: one });
  t.deepEqual(shown(envelopeOf([stepsOf(), stepsOf()]).most), []);
});

const curve = fc
  .uniqueArray(fc.nat(40), { maxLength: 8 })
  .chain((at) =>
    fc.tuple(fc.constant(at.toSorted((a, b) => a - b)), fc.array(fc.nat(6), { minLength: 8, maxLength: 8 })),
  )
  .map(([at, values]) => stepsOf(...at.map((moment, i) => [moment, values[i]!] as const)));

testProp(
  'at every moment they are those of the values sorted',
  [fc.array(curve, { minLength: 1, maxLength: 6 })],
  (t, curves) => {
    const found = envelopeOf(curves);
    for (let moment = 0; moment <= 41; moment += 1) {
      const sorted = curves.map((one) => valueAt(one, moment)).toSorted((a, b) => a - b);
      t.is(valueAt(found.least, moment), sorted[0]!);
      t.is(valueAt(found.most, moment), sorted.at(-1)!);
      const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
      t.is(valueAt(found.middle, moment), middle);
    }
  },
);

const spansOf = (...spans: readonly (readonly [from: number, until: number, taken?: number])[]): Spans => ({
  from: Float64Array.from(spans, ([from]) => from),
  until: Float64Array.from(spans, ([, until]) => until),
  taken: Float64Array.from(spans, ([from, until, taken = until - from]) => taken),
});
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

test('broken in any of two seeds: cut where either begins or ends, each with the mean of both', (t) => {
  const { from, until, taken } = brokenInAny([spansOf([10, 30], [50, 60, 5]), spansOf([20, 40])], 100, 99);
  t.deepEqual([...from], [10, 20, 30, 50]);
  t.deepEqual([...until], [20, 30, 40, 60]);
  t.deepEqual([...taken], [5, 10, 5, 2.5]);
  const packed = { from: [...from], until: [...until], share: [] };
  // those that touch are one episode
  t.deepEqual(episodesOf(packed), [
    { from: 10, to: 40 },
    { from: 50, to: 60 },
  ]);
});

test('of very many spans, equal parts of the time: none of it is lost', (t) => {
  const seeds = [0, 1, 2].map((seed) =>
    spansOf(...Array.from({ length: 50 }, (_, i) => [20 * i + seed, 20 * i + seed + 7] as const)),
  );
  const { from, until, taken } = brokenInAny(seeds, 1000, 16);
  t.true(from.length <= 16);
  t.true(Math.abs(sum(taken) - 350) < 1e-9);
  for (const [i, time] of taken.entries()) t.true(time <= until[i]! - from[i]!);
  t.deepEqual(brokenInAny([seeds[0]!], 1000, 16), seeds[0]);
});
