/** KEDA's gate between none and one, and the HPA from one on. */
import test from 'ava';
import type { Observation } from '../../model/policy/contract.ts';
import { keda } from '../../model/policy/keda.ts';
import { at, seen, settingOf } from './worlds.ts';

/** Answers at ticks of 15 s to the number of requests in the system; all wanted replicas are ready. */
const lived = (
  options: Record<string, string>,
  initial: number,
  inSystem: readonly number[],
  rest: object = {},
) => {
  const policy = keda.make(settingOf(options, { initialReplicas: initial, minReplicas: 0, ...rest }));
  let [state, wanted] = [policy.initial, initial];
  return inSystem.map((value, i) => {
    const observation: Observation = seen(wanted, {
      at: at((i + 1) * 15),
      inSystem: value,
      waiting: value / 2,
      load: value,
    });
    const [next, { replicas, reason }] = policy.decide(state, observation);
    [state, wanted] = [next, replicas];
    return [replicas, reason] as const;
  });
};
const nothing = (ticks: number): number[] => Array.from({ length: ticks }, () => 0);

test('at zero it looks every 30 s, and one request brings one replica', (t) => {
  t.deepEqual(lived({}, 0, [3, 3]), [
    [0, 'at zero, not polled'],
    [1, 'activated'],
  ]);
  t.deepEqual(lived({ polling: '15s' }, 0, [0, 3]), [
    [0, 'inactive'],
    [1, 'activated'],
  ]);
  t.is(lived({ polling: '0s', 'active-min': '3' }, 0, [1])[0]![0], 3);
});

test('activation is strict, and outranks the threshold', (t) => {
  const options = { polling: '0s', activation: '50', threshold: '10' };
  t.is(lived(options, 0, [50])[0]![0], 0);
  t.is(lived(options, 0, [51])[0]![0], 1);
  // 40 would be four by the threshold, but is not active: none after the cooldown, here counted from the start
  t.deepEqual(lived({ ...options, cooldown: '0s' }, 2, [40])[0], [0, 'inactive']);
});

test('inactive for more than the cooldown, all go', (t) => {
  // active at 15 s, when one in the system made two of one; 300 s later is the 21st tick, and more than that the 22nd
  const sizes = lived({}, 1, [1, ...nothing(22)]).map(([replicas]) => replicas);
  t.deepEqual([sizes[20], sizes[21]], [2, 0]);
  t.true(lived({}, 1, [1, ...nothing(30)], { minReplicas: 1 }).every(([replicas]) => replicas >= 1));
});

test('never active, it goes after its first cooldown', (t) => {
  t.deepEqual(
    lived({ 'initial-cooldown': '30s' }, 1, nothing(3)).map(([replicas]) => replicas),
    [1, 1, 0],
  );
});

test('from one on it is an HPA on the whole metric over the threshold', (t) => {
  // 7 in the system at a target of 50 %: ⌈7 / 0.5⌉, but at most double, or four
  t.deepEqual(lived({}, 2, [7])[0], [4, 'above target, ScaleUpLimit']);
  t.is(lived({ threshold: '3' }, 2, [7])[0]![0], 3);
  // 3.2 over 3 is within tolerance of one
  t.deepEqual(lived({ threshold: '3' }, 1, [3.2])[0], [1, 'within tolerance']);
  // half of the requests wait
  t.is(lived({ metric: 'waiting', threshold: '1' }, 2, [6])[0]![0], 3);
  // by the rate: 20 per s at 10 per s and replica and a target of 50 %
  t.is(lived({ metric: 'rps' }, 2, [20])[0]![0], 4);
});
