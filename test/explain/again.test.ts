/** The line `again` says all that makes a document once more. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { experimentOf, type Flags } from '../../harness/campaign/experiment.ts';
import { experimentAgain, flagsIn } from '../../harness/explain/again.ts';
import { InputError } from '../../model/kernel/faults.ts';

const given: readonly Flags[] = [
  { trace: 'traces/samples/burst.csv' },
  { trace: 'it\'s a trace; rm -rf $HOME `x` "y" \\ .csv' },
  { trace: '-dash.csv' },
  { trace: 'a.csv', policy: 'hpa:target=70%,behavior=off', slo: '250 ms', seeds: '3', seed: '7' },
  { trace: 'a.csv', policy: './my policy.js:k=v', fixes: 'parallel-boot+local-scrub, all' },
  { trace: 'a.csv', from: '10min', to: '2h', hosts: '3', neighbours: '500', guest: 'pv-unikernel' },
  { trace: 'a.csv', destroy: 'lifetime', censored: 'boot', placement: 'seeded', gaps: 'zero', scale: '0.5' },
];

for (const flags of given) {
  test(`an experiment is read back from its own line: ${experimentOf(flags).again}`, (t) => {
    const first = experimentOf(flags);
    const again = experimentAgain(first.again, 'r.json');
    t.deepEqual({ ...again, trace: '' }, { ...first, trace: '' });
    t.is(again.trace, flags.trace.startsWith('-') ? `./${flags.trace}` : flags.trace);
  });
}

testProp(
  'whatever a path is called, it is read back',
  [fc.string({ unit: 'binary', minLength: 1 })],
  (t, name) => {
    const trace = `d/${name}`;
    t.is(flagsIn(experimentOf({ trace }).again, 'r.json').trace, trace);
  },
);

test('a trace that is elsewhere now keeps every flag', (t) => {
  const { again } = experimentOf({ trace: 'a.csv', seeds: '3' });
  const moved = experimentAgain(again, 'r.json', '/mnt/b.csv');
  t.is(moved.trace, '/mnt/b.csv');
  t.deepEqual(moved.seeds, [1, 2, 3]);
});

for (const [line, said] of [
  ['', /^r\.json: again is ""; it is npm run replay /u],
  ['npm run bench -- speed', /it is npm run replay /u],
  ['npm run replay -- a.csv --seeds', /it is npm run replay /u],
  ['npm run replay -- a.csv --sedes 3', /^r\.json: again has "--sedes", which this version does not know/u],
  ['npm run replay -- a.csv seeds 3', /again has "seeds"/u],
] as const) {
  test(`a line that is none of ours is refused: ${line || 'nothing'}`, (t) => {
    t.regex(t.throws(() => flagsIn(line, 'r.json'), { instanceOf: InputError }).message, said);
  });
}
