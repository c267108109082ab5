/**
 * Demand, supply, starting and stopping as functions of time: in outline always, whole when asked for.
 *
 * Left out: their integrals (accounts.ts).
 */
import type { Curves, Outlines } from '../recording.ts';
import { Outline } from './outline.ts';

/** The four in outline, bounded whatever the trace. */
export class Sketch {
  readonly #outlines: Readonly<Record<'demand' | 'supply' | 'starting' | 'stopping', Outline>>;

  constructor(horizon: number) {
    const outline = (): Outline => new Outline(horizon);
    this.#outlines = { demand: outline(), supply: outline(), starting: outline(), stopping: outline() };
  }

  held(from: number, demand: number, supply: number, starting: number, stopping: number): void {
    const outlines = this.#outlines;
    outlines.demand.set(from, demand);
    outlines.supply.set(from, supply);
    outlines.starting.set(from, starting);
    outlines.stopping.set(from, stopping);
  }

  outlines(): Outlines {
    const { demand, supply, starting, stopping } = this.#outlines;
    return {
      demand: demand.steps(),
      supply: supply.steps(),
      starting: starting.steps(),
      stopping: stopping.steps(),
      whole: [demand, supply, starting, stopping].every((outline) => outline.whole()),
    };
  }
}

/** Rows of the step functions, one per moment at which any of them changed. */
export class KeptCurves {
  readonly #rows: Record<keyof Curves, number[]> = {
    at: [],
    demand: [],
    supply: [],
    starting: [],
    stopping: [],
  };

  held(from: number, demand: number, supply: number, starting: number, stopping: number): void {
    const rows = this.#rows;
    const last = rows.at.length - 1;
    const same =
      rows.demand[last] === demand &&
      rows.supply[last] === supply &&
      rows.starting[last] === starting &&
      rows.stopping[last] === stopping;
    if (same) return;
    rows.at.push(from);
    rows.demand.push(demand);
    rows.supply.push(supply);
    rows.starting.push(starting);
    rows.stopping.push(stopping);
  }

  curves(): Curves {
    const { at, demand, supply, starting, stopping } = this.#rows;
    return {
      at: Float64Array.from(at),
      demand: Float64Array.from(demand),
      supply: Float64Array.from(supply),
      starting: Float64Array.from(starting),
      stopping: Float64Array.from(stopping),
    };
  }
}
