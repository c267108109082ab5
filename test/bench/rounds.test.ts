/** Two versions timed in turns: that it runs and is paired; no time is compared with anything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { noiseOf, roundsDocuments } from '../../harness/bench/rounds-of-two.ts';
import { roundsOf } from '../../harness/bench/rounds-document.ts';
import { quickTurns, turnsOfTwo, type Timed } from '../../harness/bench/turns-of-two.ts';
import { verdictsOf } from '../../harness/bench/verdicts-of-many.ts';
import { noiseReport } from '../../harness/report/noise-report.ts';
import { verdictsReport } from '../../harness/report/verdicts-report.ts';
import { cli } from '../harness/process.ts';

/** From dist/test/bench/ to the package. */
const here = fileURLToPath(new URL('../../../', import.meta.url));
const silent = (): void => undefined;

test('a tree against itself: every benchmark on both sides, the same counts, documents of one job', async (t) => {
  const result = await turnsOfTwo(here, here, { ...quickTurns, rounds: 2 }, { progress: silent });
  t.deepEqual(
    result.timed.map(({ bench }) => bench),
    ['hold, 1e3 pending', 'hold, 1e5 pending', 'churn, stock', 'churn, all'],
  );
  for (const { base, head } of result.timed) {
    t.is(base.length, 2);
    t.true([...base, ...head].every((ns) => ns > 0));
  }
  t.deepEqual(result.counts.base, result.counts.head);
  const { base, head } = roundsDocuments(result, { base: here, head: here });
  t.is(base.job, head.job);
  t.deepEqual(roundsOf(JSON.parse(JSON.stringify(base)), 'base.json'), base);
});

test('the noise of a tree against itself: the smallest change seen is what is believed and the interval beside it', (t) => {
  const base = Array.from({ length: 20 }, () => 100);
  const head = Array.from({ length: 20 }, (_, i) => 100 * (1 + (i - 9.5) / 1000));
  const noise = noiseOf({ bench: 'hold', unit: 'hold', base, head });
  t.false(noise.accused);
  // ranks 6 and 15 of 20 lie 4.5 steps of 0.1 % from the middle
  t.true(Math.abs(noise.half! - 0.0045) < 1e-4, `${noise.half}`);
  t.true(Math.abs(noise.smallest! - (1.03 * 1.0045 - 1)) < 1e-4);
  const text = noiseReport([noise], 20);
  t.regex(
    text,
    /20 rounds: a slow-down of 3\.4\d % or more is seen in every benchmark; 0 of 1\nwrongly accused\n$/,
  );
  for (const line of text.split('\n')) t.true(Array.from(line).length <= 80, line);
});

const timed = (bench: string, ratio: number): Timed => ({
  bench,
  unit: 'hold',
  base: Array.from({ length: 20 }, () => 100),
  head: Array.from({ length: 20 }, (_, i) => 100 * ratio * (1 + (i - 9.5) / 1000)),
});

test('verdicts of many comparisons: each is judged by itself, and one benchmark is enough to accuse', (t) => {
  const verdicts = verdictsOf([
    [timed('hold', 1.1), timed('churn', 1)],
    [timed('hold', 1.03), timed('churn', 1)],
    [timed('hold', 1.11), timed('churn', 0.9)],
  ]);
  t.like(verdicts, { comparisons: 3, rounds: 20, regressed: 2, improved: 1 });
  t.deepEqual(verdicts.benches[0]!.counts, { regressed: 2, undecided: 1, unchanged: 0, improved: 0 });
  t.deepEqual(verdicts.benches[1]!.counts, { regressed: 0, undecided: 0, unchanged: 2, improved: 1 });
  t.true(verdicts.benches[0]!.changes.every((change, i) => Math.abs(change - [0.03, 0.1, 0.11][i]!) < 1e-9));
  const text = verdictsReport(verdicts);
  t.regex(text, /3 comparisons of 20 rounds: a slow-down is told in 2, a speed-up in 1\n$/u);
  const longest = verdictsOf([[timed('hold, 1e3 pending', 1.1)]]);
  t.regex(verdictsReport(longest), /^hold, 1e3 pending  /mu);
  for (const line of text.split('\n')) t.true(Array.from(line).length <= 80, line);
});

test('an interrupt keeps the rounds that are finished', async (t) => {
  const stop = new AbortController();
  const { timed: kept } = await turnsOfTwo(
    here,
    here,
    { ...quickTurns, rounds: 50, only: ['hold, 1e3 pending'] },
    { progress: ({ done }) => done === 2 && stop.abort(), signal: stop.signal },
  );
  t.deepEqual(
    kept.map(({ base, head }) => [base.length, head.length]),
    [[2, 2]],
  );
});

test('bench rounds refuses a folder without a build and a benchmark that is not there, in one line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'xenreplay-rounds-'));
  const none = cli('bench', 'rounds', '--base', folder);
  t.deepEqual([none.status, none.out], [2, '']);
  t.regex(none.err, /no dist\/harness\/bench\/contender\.js in it; .*npm ci && npm run build there\n$/);
  const unknown = cli('bench', 'rounds', '--base', here, '--only', 'hold', '--out', folder);
  t.is(unknown.status, 2);
  t.regex(unknown.err, /--only: found "hold"; both sides have "hold, 1e3 pending"/);
  rmSync(folder, { recursive: true });
});
