/** Variants as they are typed: latencies that are given beside changes of the host. */
import test from 'ava';
import { variantOf, variantsIn } from '../../harness/campaign/variant-list.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { seconds } from '../../model/kernel/units.ts';
import { loadOf, scripted, servedOn } from '../replay/world.ts';

test('a latency is constant or exponential, with a time to go or none, and is found again by its name', (t) => {
  const [stock, constant, exponential] = variantsIn('stock,latency=12s,latency=exp:12s/2s');
  t.is(stock!.given, undefined);
  t.deepEqual(constant!.given, { setup: seconds(12), law: { kind: 'constant' }, destroy: seconds(0) });
  t.deepEqual(exponential!.given, { setup: seconds(12), law: { kind: 'exponential' }, destroy: seconds(2) });
  t.deepEqual(variantOf(exponential!.name), exponential);
});

test('mistakes of several entries are a line each', (t) => {
  const { message } = t.throws(() => variantsIn('latency=12,latency=,nonsense'), { instanceOf: InputError });
  const lines = message.split('\n');
  t.is(lines.length, 3);
  t.regex(lines[0]!, /^--fixes latency: found "12"; a bare number has no unit; /u);
  t.regex(lines[2]!, /latency=12s/u);
});

test('with a constant latency a burst takes no longer than one domain, and a start given up is forgotten', (t) => {
  const load = loadOf(300, [[0, 1]]);
  const { setups, destroys, wasted, integrals } = servedOn(
    variantOf('latency=20s/5s'),
    load,
    scripted([
      [0, 9],
      [60, 4],
      [90, 6],
      [105, 4],
    ]),
    { service: { initialReplicas: 1 } },
  );
  t.deepEqual(
    [...setups],
    Array.from({ length: 8 }, () => 20e6),
  ); // asked for at 15 s, all at once
  t.deepEqual(
    [...destroys],
    Array.from({ length: 5 }, () => 5e6),
  );
  t.is(wasted, 2); // asked for at 90 s, given up at 105 s
  t.is(integrals.starting, BigInt((8 * 20 + 2 * 15) * 1e6));
  t.is(integrals.stopping, BigInt(5 * 5 * 1e6));
});
