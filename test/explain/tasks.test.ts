/** When everybody was really asked for, and what they waited for: on small worlds, full hosts among them. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { byStation, busiestSecond, lockHeld } from '../../harness/explain/account.ts';
import { requestsOf, type Detailed } from '../../harness/explain/requests.ts';
import { OWN_SETUP, ROOM } from '../../harness/explain/stations.ts';
import { tasksIn, taskOf } from '../../harness/explain/tasks.ts';
import { seconds } from '../../model/kernel/units.ts';
import type { Workload } from '../../model/workload.ts';
import {
  burst,
  livedOn,
  livesOf,
  loadOf,
  planWith,
  scripted,
  servedOn,
  variants,
  type Lived,
} from '../replay/world.ts';
import { rowsOf } from './rows.ts';

const anyVariant = fc.constantFrom(...variants);
/** So few places that creations wait for one, and some are given up meanwhile. */
const cramped = { fleet: { guestsPerHost: 3 } };
const ALL = { from: 0, to: Number.MAX_SAFE_INTEGER };

const spans = (rows: Detailed['creations'], asked: ReadonlyMap<number, number>): string =>
  [...rows.domain]
    .map((domain, row) => rows.ended[row]! - asked.get(domain)!)
    .toSorted((a, b) => a - b)
    .join();

/** Held against what the population measured itself: request → ready, request → returned. */
const agreed = (workload: Workload, recording: Detailed, rules = planWith().lifecycle): boolean => {
  const requests = requestsOf(workload, rules, recording);
  return (
    spans(recording.creations, requests.creations) === recording.setups.toSorted().join() &&
    spans(recording.destructions, requests.destructions) === recording.destroys.toSorted().join()
  );
};

const anyLife: fc.Arbitrary<Lived> = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 9 }))
  .map(([from, life, odd]) => ({
    from: odd === 0 ? undefined : from,
    to: odd === 1 ? undefined : from + life,
  }));

testProp(
  'a trace: every request is the one that the population counts from, also where hosts are full',
  [
    fc.array(anyLife, { maxLength: 12 }),
    anyVariant,
    fc.constantFrom('wall', 'lifetime'),
    fc.constantFrom('preboot', 'boot', 'drop'),
  ],
  (t, lives, variant, destroy, censored) => {
    const workload = livesOf(200, lives);
    const changes = { ...cramped, lifecycle: { destroy, censored } as const };
    const recording = livedOn(variant, workload, changes) as Detailed;
    t.true(agreed(workload, recording, planWith(changes).lifecycle));
  },
  { numRuns: 60 },
);

testProp(
  'a load: the walk over the decisions finds who was asked for and given up when, early ones included',
  [fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 12 }), anyVariant],
  (t, moods, variant) => {
    const workload = loadOf(120, [[0, 5]]);
    const policy = scripted(moods.map((replicas, i) => [i * 2, replicas]));
    const changes = { service: { tick: seconds(2) }, fleet: { guestsPerHost: 6 } };
    const recording = servedOn(variant, workload, policy, changes) as Detailed;
    // a withdrawn creation never reached a host, and its destruction has no row
    t.true(agreed(workload, recording));
  },
  { numRuns: 60 },
);

test('who waits for room on a host, or for the own set-up before going, is said to wait for that', (t) => {
  const workload = livesOf(200, [...burst(4, { from: 10, to: 100 }), { from: 11, to: 12 }, { from: 20 }]);
  const recording = livedOn(variants[0]!, workload, cramped) as Detailed;
  const tasks = tasksIn(recording, requestsOf(workload, planWith().lifecycle, recording), ALL);
  const first = (kind: string, domain: number) =>
    tasks.find((task) => task.kind === kind && task.domain === domain)?.pieces[0]?.station;
  t.is(first('creation', 3), ROOM);
  t.is(first('creation', 5), ROOM);
  // given up before any host had room: no host, and no destruction
  const withdrawn = tasks.filter(({ domain }) => domain === 4);
  t.deepEqual(
    withdrawn.map(({ kind, host, asked, ended, pieces }) => [kind, host, asked, ended, pieces.length]),
    [['creation', undefined, seconds(11), seconds(12), 1]],
  );
  const hasty = livesOf(200, [{ from: 10, to: 11 }]);
  const early = livedOn(variants[0]!, hasty) as Detailed;
  const last = tasksIn(early, requestsOf(hasty, planWith().lifecycle, early), ALL).at(-1)!;
  t.deepEqual([last.kind, last.asked, last.pieces[0]!.station], ['destruction', seconds(11), OWN_SETUP]);
});

const rows = rowsOf([
  {
    domain: 0,
    asked: 1,
    steps: [
      ['start', 'dom0 CPU', 0, 1],
      ['xl lock', 'xl lock', 0, 0],
      ['make', 'xenstored', 0, 2],
      ['save', 'dom0 CPU', 0, 1],
      ['boot', 'guest CPU', 0, 4],
    ],
  },
  {
    domain: 1,
    asked: 1,
    steps: [
      ['start', 'dom0 CPU', 0, 1],
      ['xl lock', 'xl lock', 3, 0],
      ['make', 'xenstored', 0, 2],
      ['save', 'dom0 CPU', 1, 1],
      ['boot', 'guest CPU', 0, 4],
    ],
  },
]);
const two = [0, 1].map((row) => taskOf(rows, row, 'creation', seconds(1), ROOM));

test('sums by station: the longest wait first', (t) => {
  t.deepEqual(
    byStation(two).map(({ station, waited, served, waiting }) => [
      station,
      waited / 1e6,
      served / 1e6,
      waiting,
    ]),
    [
      ['xl lock', 3, 0, 1],
      ['dom0 CPU', 1, 4, 1],
      ['guest CPU', 0, 8, 0],
      ['xenstored', 0, 4, 0],
    ],
  );
});

test('the lock is held from the end of the wait for it to the configuration that is saved', (t) => {
  // 2 + 1 s, and 2 + 1 + 1 s; the first got it at once
  t.is(lockHeld(two), seconds(3.5));
  t.is(lockHeld([]), undefined);
});

test('the busiest second is counted from a request on', (t) => {
  t.deepEqual(busiestSecond([0, 900_000, 1_100_000, 1_800_000, 2_000_000]), { at: 900_000, count: 3 });
  t.deepEqual(busiestSecond([]), { at: 0, count: 0 });
});
