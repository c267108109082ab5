/** Classes of pods, at moments worked out by hand; initialisation 300 s, initial delay 30 s, now 1000 s. */
import test from 'ava';
import { classOf, type Pod, type PodClass } from '../../model/policy/hpa-readiness.ts';
import { after, seconds, START } from '../../model/kernel/units.ts';

const at = (s: number) => after(START, seconds(s));
const NOW = at(1000);

/** Started 100 s ago, ready for 90 s, sampled just now over 30 s. */
const young: Pod = {
  phase: 'Running',
  deleting: false,
  sample: { at: NOW, window: seconds(30) },
  startedAt: at(900),
  readiness: { ready: true, since: at(910) },
};

const rows: readonly (readonly [what: string, pod: Partial<Pod>, expected: PodClass])[] = [
  ['ready for a whole sample period', {}, 'ready'],
  ['ready for exactly the sample period', { readiness: { ready: true, since: at(970) } }, 'ready'],
  ['ready for less than the sample period', { readiness: { ready: true, since: at(971) } }, 'unready'],
  ['young and not ready', { readiness: { ready: false, since: at(910) } }, 'unready'],
  [
    'old and measured before it was ready',
    { startedAt: at(700), readiness: { ready: true, since: at(990) } },
    'ready',
  ],
  [
    'one instant younger than the initialisation',
    { startedAt: at(701), readiness: { ready: true, since: at(990) } },
    'unready',
  ],
  [
    'old, not ready, but once was',
    { startedAt: at(600), readiness: { ready: false, since: at(700) } },
    'ready',
  ],
  ['old and never ready', { startedAt: at(600), readiness: { ready: false, since: at(600) } }, 'unready'],
  ['without a start', { startedAt: undefined }, 'unready'],
  ['without a Ready condition', { readiness: undefined }, 'unready'],
  ['Pending, whatever it was sampled at', { phase: 'Pending' }, 'unready'],
  ['running without a sample', { sample: undefined }, 'missing'],
  ['being deleted', { deleting: true }, 'ignored'],
  ['failed, and without a sample', { phase: 'Failed', sample: undefined }, 'ignored'],
  ['succeeded', { phase: 'Succeeded' }, 'ignored'],
];

for (const [what, pod, expected] of rows) {
  test(`a pod that is ${what} is ${expected}`, (t) => {
    t.is(classOf({ ...young, ...pod }, 'cpu', NOW), expected);
  });
}

test('readiness is of no account to a metric other than processor time', (t) => {
  t.is(classOf({ ...young, readiness: undefined }, 'other', NOW), 'ready');
});
