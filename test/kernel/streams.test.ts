import test from 'ava';
import { LOT_WORDS, lotIn, streamsOf, type Stream } from '../../model/kernel/streams.ts';

const drawsOf = (stream: Stream, count: number): number[] =>
  Array.from({ length: count }, () => stream.uniform());

test('a stream is a function of seed, name and entity', (t) => {
  const draws = drawsOf(streamsOf(7).of('boot', 3), 5);
  t.deepEqual(drawsOf(streamsOf(7).of('boot', 3), 5), draws);
  t.notDeepEqual(drawsOf(streamsOf(8).of('boot', 3), 5), draws);
  t.notDeepEqual(drawsOf(streamsOf(7).of('root', 3), 5), draws);
  t.notDeepEqual(drawsOf(streamsOf(7).of('boot', 4), 5), draws);
  // fields cannot run into each other: "a|1" of entity 2 is not "a" of anything
  t.notDeepEqual(drawsOf(streamsOf(1).of('a', 11), 5), drawsOf(streamsOf(1).of('a|1', 1), 5));
});

test('a stream begins with these draws on every machine', (t) => {
  // hashlib's sha256("7|arrivals|0") and xoroshiro128+ written anew from its authors' C give the same first two
  const stream = streamsOf(7).of('arrivals');
  t.deepEqual(
    [stream.uniform(), stream.exponential(10), stream.lognormal(1, 0.5), stream.integer(1000)],
    [0.033248736761612996, 3.7968878140086124, 1.5354643180082672, 755],
  );
});

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Correlation of pairs, in standard errors: beyond ±4 once in 16 000 where there is none. */
const correlation = (x: readonly number[], y: readonly number[]): number => {
  const n = x.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return (xy / Math.sqrt(xx * yy)) * Math.sqrt(n);
};

const COUNT = 40_000;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('first draws of neighbouring entities, seeds and names have nothing to do with each other', (t) => {
  const firstDraws: Record<string, readonly number[]> = {
    entities: range(COUNT).map((entity) => streamsOf(1).of('boot', entity).uniform()),
    seeds: range(COUNT).map((seed) => streamsOf(seed).of('boot').uniform()),
    names: range(COUNT).map((i) => streamsOf(1).of(`boot${i}`).uniform()),
  };
  for (const [what, draws] of Object.entries(firstDraws)) {
    for (const lag of [1, 2, 3, 16]) {
      const found = correlation(draws.slice(lag), draws.slice(0, -lag));
      t.true(Math.abs(found) < 4, `${what}, lag ${lag}: ${found} standard errors`);
    }
    t.true(Math.abs(unevenness(draws)) < 4, `${what} are spread evenly`);
  }
  const { entities, seeds } = firstDraws;
  t.true(Math.abs(correlation(entities!, seeds!)) < 4, 'entity n of seed 1 and entity 0 of seed n');
});

/** χ² over 100 cells, less its mean of 99, in its standard deviations of √198. */
const unevenness = (draws: readonly number[]): number => {
  const cells = range(100).map(() => 0);
  for (const x of draws) cells[Math.floor(100 * x)]! += 1;
  const expected = draws.length / 100;
  const chi = cells.reduce((sum, seen) => sum + ((seen - expected) * (seen - expected)) / expected, 0);
  return (chi - 99) / Math.sqrt(198);
};

test('the draws of one stream are even and follow each other without a pattern', (t) => {
  const draws = drawsOf(streamsOf(11).of('service'), COUNT);
  t.true(draws.every((x) => x >= 0 && x < 1));
  t.true(Math.abs(unevenness(draws)) < 4);
  for (const lag of [1, 2, 5]) t.true(Math.abs(correlation(draws.slice(lag), draws.slice(0, -lag))) < 4);
});

const lotOf = (stream: Stream, which: number): number => {
  const kept = new Int32Array(LOT_WORDS + 1);
  stream.keepLots(kept, 1);
  return lotIn(kept, 1, which);
};

test('a draw by number is the same whatever was drawn before, and has nothing to do with its neighbours', (t) => {
  const stream = streamsOf(7).of('attempts', 3);
  const draws = range(COUNT).map((which) => lotOf(stream, which));
  stream.uniform();
  t.deepEqual(
    range(COUNT).map((which) => lotOf(stream, COUNT - 1 - which)),
    draws.toReversed(),
  );
  t.true(draws.every((x) => x >= 0 && x < 1));
  t.true(Math.abs(unevenness(draws)) < 4);
  for (const lag of [1, 2, 5, 16]) t.true(Math.abs(correlation(draws.slice(lag), draws.slice(0, -lag))) < 4);
  const others = range(COUNT).map((entity) => lotOf(streamsOf(7).of('attempts', entity), 0));
  t.true(Math.abs(unevenness(others)) < 4);
  for (const lag of [1, 2]) t.true(Math.abs(correlation(others.slice(lag), others.slice(0, -lag))) < 4);
});

test('exponential, lognormal and whole draws have the moments they should', (t) => {
  const stream = streamsOf(3).of('moments');
  /** Four standard errors of a mean, relative, for values of this coefficient of variation. */
  const four = (variation: number): number => (4 * variation) / Math.sqrt(COUNT);
  const exponential = range(COUNT).map(() => stream.exponential(250));
  t.true(Math.abs(mean(exponential) / 250 - 1) < four(1));
  t.true(Math.abs(mean(exponential.map((x) => x * x)) / (2 * 250 * 250) - 1) < four(Math.sqrt(5)));
  const logs = range(COUNT).map(() => Math.log(stream.lognormal(80, 0.5) / 80) / 0.5);
  t.true(Math.abs(mean(logs)) < four(1));
  t.true(Math.abs(mean(logs.map((x) => x * x)) - 1) < four(Math.sqrt(2)));
  t.true(Math.abs(mean(logs.map((x) => x * x * x * x)) / 3 - 1) < four(Math.sqrt(96) / 3));
  const dice = range(COUNT).map(() => stream.integer(6));
  for (const face of range(6)) {
    const share = dice.filter((x) => x === face).length / COUNT;
    t.true(Math.abs(share * 6 - 1) < four(Math.sqrt(5)));
  }
});

test('the most improbable draws stay finite', (t) => {
  const stream = streamsOf(5).of('tail');
  const draws = range(COUNT).map(() => stream.exponential(1) + stream.lognormal(1, 1));
  t.true(draws.every((x) => Number.isFinite(x) && x > 0));
});
