/** The laws of policies: those of the catalog keep them, and each law is broken by a policy made to break it. */
import test from 'ava';
import { lawsOf } from '../../harness/policy-check/laws.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { policies, policyNamed } from '../../model/policy/catalog.ts';
import type { Decision, Observation, PolicyMaker } from '../../model/policy/contract.ts';

const unheard = { progress: (): void => undefined };

for (const entry of policies) {
  if (entry.kind === 'policy') {
    test(`${entry.name} keeps every law`, async (t) => {
      const { made: laws } = await lawsOf(entry, [1], unheard);
      t.is(laws.length, 7);
      for (const { name, broken } of laws) t.is(broken, undefined, name);
    });
  }
}

const brokenIn = async (entry: PolicyMaker): Promise<readonly string[]> => {
  const { made } = await lawsOf(entry, [1], unheard);
  return made.flatMap(({ name, broken }) => (broken === undefined ? [] : [name]));
};

const told = async (entry: PolicyMaker, law: string): Promise<string> => {
  const { made } = await lawsOf(entry, [1], unheard);
  return made.find(({ name }) => name === law)?.broken ?? 'held';
};

/** A policy without options whose every answer is this one. */
const answering = (
  decide: (seen: Observation, state: number) => Decision,
  rest: Partial<PolicyMaker> = {},
): PolicyMaker => ({
  kind: 'policy',
  name: 'test',
  about: 'for a test',
  options: {},
  make: ({ minReplicas, maxReplicas }) => ({
    name: 'test',
    initial: 0,
    decide: (state, seen) => {
      const { replicas, reason } = decide(seen, state as number);
      return [
        (state as number) + 1,
        { replicas: Math.min(maxReplicas, Math.max(minReplicas, replicas)), reason },
      ];
    },
  }),
  ...rest,
});

const sound = answering(({ ready }) => ({ replicas: ready + 1, reason: 'one more than is ready' }));

test('a sound policy breaks none', async (t) => {
  t.deepEqual(await brokenIn(sound), []);
});

test('half a replica, or no reason, is no answer; where and when is said', async (t) => {
  const half = answering((_seen, state) => ({ replicas: state > 30 ? 2.5 : 2, reason: 'half' }));
  t.deepEqual(await brokenIn(half), ['answers']);
  t.is(await told(half, 'answers'), 'burst, seed 1, at 00:08:00: answered 2.5 for the reason "half"');
  t.true((await brokenIn(answering(() => ({ replicas: 2, reason: ' ' })))).includes('answers'));
});

test('more than the maximum it was told is out of bounds', async (t) => {
  const greedy: PolicyMaker = {
    ...sound,
    make: () => ({
      name: 'greedy',
      initial: 0,
      decide: (state) => [state, { replicas: 3, reason: 'three' }],
    }),
  };
  t.deepEqual(await brokenIn(greedy), ['bounds']);
  t.regex(
    await told(greedy, 'bounds'),
    /^no load, seed 1, at 00:00:15: answered 3 \(three\); it was told 1 to 2$/,
  );
});

test('a counter beside the state gives another answer to the same question', async (t) => {
  let asked = 0;
  const counting = answering(() => ({ replicas: 1 + ((asked += 1) % 7), reason: 'again' }));
  const broken = await brokenIn(counting);
  t.true(broken.includes('same again'), broken.join());
  t.regex(
    await told(counting, 'same again'),
    /^burst, seed 1, at .*: answered \d \(again\), and asked again \d \(again\)$/,
  );
});

test('a setting kept where all policies of the module see it is shared', async (t) => {
  let most = 0;
  const sharing: PolicyMaker = {
    ...sound,
    make: ({ maxReplicas }) => {
      most = maxReplicas;
      return {
        name: 'sharing',
        initial: 0,
        decide: (state) => [state, { replicas: most, reason: 'the most' }],
      };
    },
  };
  t.deepEqual(await brokenIn(sharing), ['nothing shared']);
});

test('a policy that knows the future is caught by another future', async (t) => {
  const oracle = policyNamed('oracle');
  t.deepEqual(await brokenIn(oracle as unknown as PolicyMaker), ['no peeking']);
  t.regex(
    await told(oracle as unknown as PolicyMaker, 'no peeking'),
    /^burst, seed 1, at 00:08:45: .* another load from 00:09:00 on/,
  );
});

test('a state or an observation that is written into is found, in an array and in what cannot be frozen', async (t) => {
  const writing = (
    initial: () => unknown,
    write: (state: unknown, seen: Observation) => void,
  ): PolicyMaker => ({
    ...sound,
    make: ({ minReplicas }) => ({
      name: 'writing',
      initial: initial(),
      decide: (state, seen) => {
        write(state, seen);
        return [state, { replicas: minReplicas, reason: 'least' }];
      },
    }),
  });
  for (const entry of [
    writing(
      () => [],
      (state) => void (state as number[]).push(1),
    ),
    writing(
      () => new Map(),
      (state, { at }) => void (state as Map<number, number>).set((state as Map<number, number>).size, at),
    ),
    writing(
      () => Float64Array.of(0),
      (state) => void ((state as Float64Array)[0]! += 1),
    ),
    writing(
      () => 0,
      (_state, seen) => void ((seen as { wanted: number }).wanted = 3),
    ),
  ]) {
    t.true((await brokenIn(entry)).includes('untouched'));
    t.regex(await told(entry, 'untouched'), /^burst, seed 1, at 00:00:15: /);
  }
});

test('options: described, done without, and refused by name', async (t) => {
  const reading = (
    options: Record<string, string>,
    read: (given: Readonly<Record<string, string>>) => void,
  ): PolicyMaker => ({
    ...sound,
    options,
    make: (setting) => {
      read(setting.options);
      return sound.make(setting);
    },
  });
  const refusing = (line: string) => (given: Readonly<Record<string, string>>) => {
    if (given['many'] !== undefined) throw new InputError(line);
  };
  t.is(
    await told(
      reading({ many: 'how many; 1' }, refusing('test: many: found "!?"; it is a number')),
      'options',
    ),
    'held',
  );
  t.regex(
    await told(
      reading({ many: '' }, () => undefined),
      'options',
    ),
    /"many" is not described/,
  );
  t.regex(
    await told(reading({ many: 'x' }, refusing('wrong')), 'options'),
    /many=!\? is refused without its name: wrong/,
  );
  t.regex(
    await told(
      reading({ many: 'x' }, (given) => {
        if (Number.isNaN(Number(given['many'] ?? 1))) throw new TypeError('oh');
      }),
      'options',
    ),
    /many=!\? is not refused but fails: oh/,
  );
  const { options: _options, ...without } = sound;
  t.regex(await told(without as PolicyMaker, 'options'), /options is undefined; it is a record/);
});
