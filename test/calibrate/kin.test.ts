import test from 'ava';
import { fittedAll } from '../../harness/calibrate/kin.ts';
import { valueOf, type Conditions } from '../../harness/calibrate/laws.ts';
import type { Measurement } from '../../harness/calibrate/measurements.ts';
import { close } from '../shared.ts';

const measurement = (
  series: string,
  at: Conditions,
  value: number,
  rest: Partial<Measurement>,
): Measurement => ({
  series,
  at,
  value,
  unit: 'µs',
  form: 'create',
  best: 'least',
  place: 'a.csv:2',
  runs: 1,
  spread: null,
  ...rest,
});

test('what a MiB costs beside one node is known from two nodes, where it was measured', async (t) => {
  const kin = { kin: 'create: duration' };
  const cost = (guests: number, mib: number): number => 1000 + 20 * (169 + guests) + 7 * (mib - 16);
  const one = [0, 10, 20].map((guests) => measurement('1', { guests, mib: 16 }, cost(guests, 16), kin));
  const two = [16, 64, 256].map((mib) => measurement('2', { guests: 0, mib, nodes: 1 }, cost(0, mib), kin));
  const far: Conditions = { guests: 40, mib: 1024 };
  const laws = await fittedAll(
    new Map([
      ['1', one],
      ['2', two],
    ]),
  );
  t.true(close(valueOf(laws.get('1')!, far), cost(40, 1024), 1e-3));
  // alone it says nothing of memory
  const alone = await fittedAll(new Map([['1', one]]));
  t.true(valueOf(alone.get('1')!, far) < 6000);
});

test('operations that look at every watch for each change have one cost of a watch, the middle of theirs', async (t) => {
  const series = (name: string, share: number, each: number): readonly [string, readonly Measurement[]] => [
    name,
    [0, 100, 1000].map((watches) =>
      measurement(name, { watches }, 50 + each * watches, {
        form: 'watches',
        kin: 'watches c',
        common: { term: 1, share },
      }),
    ),
  ];
  const laws = await fittedAll(
    new Map([series('write', 1, 0.01), series('tree', 50, 0.4), series('odd', 1, 0)]),
  );
  // 0.01, 0.4 / 50 and 0
  for (const [name, share] of [
    ['write', 1],
    ['tree', 50],
    ['odd', 1],
  ] as const) {
    t.true(close(laws.get(name)!.coefficients[1]!, 0.008 * share, 1e-3), name);
  }
});
