/**
 * Migration and consolidation: a host is emptied; each guest is created at the target, copied while it runs, and destroyed
 * at the source.
 *
 * Pre-copy as Xen does it: all memory first, then what was dirtied meanwhile, until fewer than 50 pages are dirty or five
 * rounds are over, and the rest with the guest stopped. A guest writes at random within its working set of W bytes at a
 * rate of d, so t seconds dirty W·(1 − e^(−d·t/W)) of it. All migrations of the moment share the link evenly. Left out:
 * the processor time of the copying, and that `xl migrate-receive` holds the xl lock while the memory arrives (here it is
 * held for the building alone, which favours stock).
 */
import type { Parameter } from '../../model/kernel/parameter.ts';
import { sharedOf } from '../../model/kernel/shared.ts';
import {
  gbPerSecond,
  gib,
  inSeconds,
  mib,
  micros,
  perMicro,
  PAGE,
  type Bytes,
  type BytesPerSecond,
} from '../../model/kernel/units.ts';
import { labOf } from '../experiments/lab.ts';
import { withRoom } from '../experiments/scenarios.ts';
import { assumedBytes, assumedCount } from './assumed.ts';
import { meanOf } from '../measure/mean.ts';
import { seconds, type Scenario } from './scenario.ts';

const guests = assumedCount(32, [4, 128], 'guests of a host that is to be emptied');
const beside = assumedCount(100, [0, 500], 'guests that the target runs already');
const memory = assumedBytes(gib(4), [gib(1), gib(64)], 'an ordinary server');
const working = assumedBytes(mib(256), [mib(16), gib(2)], 'what a guest writes to again and again');
const dirtying = rate(0.064, [0.001, 1], 'what a busy guest dirties');
const link = rate(1.25, [0.125, 12.5], 'a link of 10 Gbit/s for migrations alone');

/** In GB/s. */
function rate(
  value: number,
  [low, high]: readonly [number, number],
  because: string,
): Parameter<BytesPerSecond> {
  return {
    value: gbPerSecond(value),
    range: [gbPerSecond(low), gbPerSecond(high)],
    unit: 'B/s',
    source: { kind: 'assumed', because },
  };
}

/** Rounds of copying while the guest runs, and pages below which it is stopped. */
const ROUNDS = fixed(5, 'xc_domain_save: max_iterations');
const FEW_PAGES = fixed(50, 'xc_domain_save: dirty_threshold');

function fixed(value: number, place: string): Parameter<number> {
  return {
    value,
    range: [value, value],
    unit: 'count',
    source: { kind: 'cited', work: 'Xen source', place: `4.6 tools/libxc/xc_sr_save.c ${place}` },
  };
}

/** Bytes that are dirty after a guest ran for so long, s. */
export const dirtied = (span: number, set: Bytes, perSecond: number): number =>
  set * -Math.expm1((-perSecond * span) / set);

export const migration: Scenario = {
  name: 'migration',
  about:
    'a host is emptied: guests are created at the target, copied while they run, and destroyed at the source',
  guests: '32 guests of 1 vCPU and 4 GiB, each with a working set of 256 MiB; 100 others run at the target',
  arrivals: 'all at one moment',
  without: 'processor time of the copying; the xl lock of the receiver while memory arrives',
  guest: 'pv-unikernel',
  measures: {
    evacuated_s: seconds('until the source is empty'),
    migrated_mean_s: seconds('per guest, mean'),
    downtime_mean_s: seconds('stopped per guest, mean'),
  },
  headline: 'evacuated_s',
  parameters: { guests, beside, memory, working, dirtying, link, rounds: ROUNDS, fewPages: FEW_PAGES },
  run: ({ profile, guest }, variant, seed, size) => {
    const whole = size === 'whole';
    const count = whole ? guests.value : 2;
    const neighbours = whole ? beside.value : 1;
    const lab = labOf({
      profile: withRoom(profile, 2 * count * memory.value + neighbours * gib(1)),
      // a guest that arrives runs on at once: it does not boot
      guest,
      variant,
      seed,
      hosts: 2,
    });
    const [source, target] = [0, 1];
    for (let i = 0; i < neighbours; i += 1) lab.found(target, gib(1));
    const arrived: (() => void)[] = [];
    // bytes as the work, bytes per µs as the capacity
    const wire = sharedOf(lab.simulation, {
      capacity: perMicro(link.value),
      done: (job) => arrived[job]!(),
    });
    const send = (size: number, then: () => void): void => {
      arrived.push(then);
      wire.enter(arrived.length - 1, micros(size));
    };
    const migrated: number[] = [];
    const stopped: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const old = lab.found(source, memory.value);
      lab.create(target, memory.value, () => {
        const copy = (bytes: number, round: number): void => {
          const begun = lab.simulation.now;
          const last = bytes < FEW_PAGES.value * PAGE || round > ROUNDS.value;
          send(bytes, () => {
            const span = inSeconds(lab.simulation.now - begun);
            if (!last) return copy(dirtied(span, working.value, dirtying.value), round + 1);
            stopped.push(span);
            lab.destroy(old, () => migrated.push(lab.now()));
          });
        };
        copy(memory.value, 1);
      });
    }
    lab.run();
    return {
      evacuated_s: Math.max(...migrated),
      migrated_mean_s: meanOf(migrated),
      downtime_mean_s: meanOf(stopped),
    };
  },
};
