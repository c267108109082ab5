/**
 * A cloud without hosts: every domain is ready so long after it was asked for, and gone so long after it was given up.
 *
 * What a constant would have told: no lock, no memory, no queue, so a burst takes no longer than one domain. A start that
 * is given up before it is ready is forgotten at once. Left out: room; there is always some.
 */
import { drawsOf } from '../kernel/law.ts';
import { doubled } from '../kernel/doubled.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { after, micros, moment } from '../kernel/units.ts';
import type { GivenLatency } from '../host/variants.ts';
import type { StepTotals } from '../recording.ts';
import type { Fleet, FleetOptions } from './fleet.ts';

type Listener = Pick<FleetOptions, 'ready' | 'cleaned' | 'returned' | 'streams'>;

/** Neither on its way up nor on its way down. */
const SETTLED = -1;

export const givenFleetOf = (simulation: Simulation, given: GivenLatency, listener: Listener): Fleet => {
  const draw = drawsOf(given.law, given.setup, listener.streams.of('given latency'));
  /** By owner: when it will be ready, and when it was given up. */
  let due = new Float64Array(64);
  let asked = new Float64Array(64);
  const creation = { passes: 0, served: 0 };
  const destruction = { passes: 0, served: 0 };

  const coming = simulation.register((owner) => {
    // given up meanwhile, and perhaps asked for again
    if (due[owner] !== simulation.now) return;
    due[owner] = SETTLED;
    listener.ready(owner);
  });
  const going = simulation.register((owner) => {
    listener.cleaned(owner, moment(asked[owner]!));
    listener.returned(owner);
  });
  const place = (owner: number, at: number): void => {
    while (owner >= due.length) {
      due = doubled(due);
      asked = doubled(asked);
    }
    due[owner] = at;
  };
  const row = (task: StepTotals['task'], { passes, served }: typeof creation): StepTotals => ({
    task,
    phase: 'given latency',
    station: 'none',
    passes,
    waited: micros(0),
    served: micros(served),
    waitedMax: micros(0),
  });

  return {
    hosts: [],
    create: (owner) => {
      const span = Math.ceil(draw());
      place(owner, simulation.now + span);
      creation.passes += 1;
      creation.served += span;
      simulation.schedule(after(simulation.now, micros(span)), coming, owner);
    },
    found: (owner) => {
      place(owner, SETTLED);
      return true;
    },
    destroy: (owner) => {
      if (due[owner] !== SETTLED) {
        due[owner] = SETTLED;
        return true;
      }
      asked[owner] = simulation.now;
      destruction.passes += 1;
      destruction.served += given.destroy;
      simulation.schedule(after(simulation.now, given.destroy), going, owner);
      return false;
    },
    queued: () => 0,
    steps: () => [row('creation', creation), row('destruction', destruction)],
  };
};
