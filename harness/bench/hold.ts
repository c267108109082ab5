/**
 * The hold model: so many events are pending; the first one happens and schedules one more, again and again.
 *
 * The simulation, with handlers called by number as in a real model, against a bare binary heap on typed arrays that calls
 * nobody: the part of the heap's speed that is left when the simulation is around it. Both draw the same spans from one
 * table, exponential with a mean that makes one event per µs. Left out: other spans; they favour nobody.
 */
import { simulationOf, type Simulation } from '../../model/kernel/simulation.ts';
import { streamsOf } from '../../model/kernel/streams.ts';
import { after, micros, type Micros } from '../../model/kernel/units.ts';
import { power, rowsOf, type Row } from './row.ts';
import { inTurns, type Contender } from './rounds.ts';
import type { Within } from '../work/pieces.ts';

export interface HoldPlan {
  readonly pending: readonly number[];
  /** Timed per round. */
  readonly holds: number;
  readonly rounds: number;
}

export const benchHold = async (
  { pending, holds, rounds }: HoldPlan,
  within: Within,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const [at, size] of pending.entries()) {
    const spans = spansOf(size);
    const [simulation, bare] = [simulated(size, spans, holds), bareHeap(size, spans, holds)];
    // what is compiled is compiled, and the first events are in their places
    await inTurns({ simulation, bare }, 1);
    const seconds = await inTurns({ simulation, bare }, rounds, (part) =>
      within((at + part) / pending.length),
    );
    const label = `${power(size)} pending`;
    rows.push(
      measured(`simulation, ${label}`, 1e-6 / seconds.simulation, 'M holds/s'),
      measured(`bare heap, ${label}`, 1e-6 / seconds.bare, 'M holds/s'),
      {
        ...measured(`ratio, ${label}`, seconds.bare / seconds.simulation, '1'),
        ...(size <= TARGET_UNTIL ? { target: { atLeast: 0.7 } } : {}),
      },
    );
  }
  return rows;
};

/** Beyond that the heap is no longer in the caches, and memory is what is measured. */
const TARGET_UNTIL = 100_000;

const measured = rowsOf('hold model', 'measured');

const SPANS = 1 << 16;

/** Spans of which one event per µs comes about while so many are pending. */
export const spansOf = (mean: number): Float64Array => {
  const stream = streamsOf(1).of('hold');
  return new Float64Array(SPANS).map(() => Math.ceil(stream.exponential(mean)));
};

/** So many holds on a simulation with so many pending events, each time it is called. */
export const simulated = (
  size: number,
  spans: Float64Array,
  holds: number,
): { readonly work: () => number } => {
  const simulation: Simulation = simulationOf();
  let next = 0;
  const span = (): Micros => {
    next = (next + 1) & (SPANS - 1);
    return micros(spans[next]!);
  };
  const hold = simulation.register((subject) =>
    simulation.schedule(after(simulation.now, span()), hold, subject),
  );
  for (let i = 0; i < size; i += 1) simulation.schedule(after(simulation.now, span()), hold, i);
  return {
    work: () => {
      const before = simulation.events;
      simulation.run(after(simulation.now, micros(holds)));
      return simulation.events - before;
    },
  };
};

const bareHeap = (size: number, spans: Float64Array, holds: number): Contender => {
  const heap = new BareHeap(size + 1);
  let next = 0;
  const span = (): number => {
    next = (next + 1) & (SPANS - 1);
    return spans[next]!;
  };
  for (let i = 0; i < size; i += 1) heap.push(span(), i);
  let sequence = size;
  return {
    work: () => {
      for (let i = 0; i < holds; i += 1) {
        const now = heap.pop();
        sequence += 1;
        heap.push(now + span(), sequence);
      }
      return holds;
    },
  };
};

/** (time, sequence) at 2i and 2i + 1, and nothing else. */
class BareHeap {
  private readonly keys: Float64Array;
  private size = 0;

  constructor(room: number) {
    this.keys = new Float64Array(2 * room);
  }

  push(time: number, sequence: number): void {
    const { keys } = this;
    let hole = this.size;
    this.size = hole + 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = keys[2 * parent]!;
      if (above < time || (above === time && keys[2 * parent + 1]! < sequence)) break;
      keys[2 * hole] = above;
      keys[2 * hole + 1] = keys[2 * parent + 1]!;
      hole = parent;
    }
    keys[2 * hole] = time;
    keys[2 * hole + 1] = sequence;
  }

  pop(): number {
    const { keys } = this;
    const first = keys[0]!;
    const last = this.size - 1;
    this.size = last;
    const time = keys[2 * last]!;
    const sequence = keys[2 * last + 1]!;
    let hole = 0;
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.before(child + 1, child)) child += 1;
      const below = keys[2 * child]!;
      if (time < below || (time === below && sequence < keys[2 * child + 1]!)) break;
      keys[2 * hole] = below;
      keys[2 * hole + 1] = keys[2 * child + 1]!;
      hole = child;
    }
    keys[2 * hole] = time;
    keys[2 * hole + 1] = sequence;
    return first;
  }

  private before(a: number, b: number): boolean {
    const { keys } = this;
    const x = keys[2 * a]!;
    const y = keys[2 * b]!;
    return x < y || (x === y && keys[2 * a + 1]! < keys[2 * b + 1]!);
  }
}
