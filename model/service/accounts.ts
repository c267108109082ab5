/**
 * The accounts of one replay: demand, supply, and domains starting and stopping, integrated exactly.
 *
 * States hold from one change to the next; of several changes at one moment only the last state counts. A change at the
 * horizon has no length, so it is a step and nothing else; what comes later is ignored. Sums of whole numbers are exact at any size; quotients are summed in the order of time.
 * Left out: what a domain is billed (billing.ts) and every judgement (the instrument's).
 *
 * @source metrics.md sections 1 and 5
 */
import { ConservationError } from '../kernel/faults.ts';
import type { Micros, Moment } from '../kernel/units.ts';
import type { Curves, ElasticitySums, Integrals, Outlines } from '../recording.ts';
import type { Bill } from './billing.ts';
import { KeptCurves, Sketch } from './curves.ts';
import { ExactSum } from './sums.ts';

/** Domains, whole, from 0. */
export interface State {
  readonly demand: number;
  /** Ready to serve. */
  readonly supply: number;
  /** Asked for and not yet ready. */
  readonly starting: number;
  /** Destruction asked for and not yet returned. */
  readonly stopping: number;
}

export interface AccountsSetting {
  readonly horizon: Moment;
  /** Of instability: the interval of the policy. */
  readonly grid: Micros;
  /** Keep the step functions as well, beyond their outlines. */
  readonly curves?: boolean;
}

export interface Accounts {
  /** From this moment on; what is not named stays as it is. All is 0 until the first change. */
  readonly set: (at: Moment, change: Partial<State>) => void;
  /** Integrals of the states up to this moment, domain-µs. */
  readonly sofar: (at: Moment) => Readonly<Record<'supply' | 'starting' | 'stopping', number>>;
  /** Integrates up to the horizon; nothing may follow. */
  readonly close: (bill: Bill) => Closed;
}

export interface Closed {
  readonly integrals: Integrals;
  readonly elasticity: ElasticitySums;
  readonly curves: Curves | undefined;
  readonly outlines: Outlines;
}

export const accountsOf = (setting: AccountsSetting): Accounts => new Books(setting);

class Books implements Accounts {
  readonly #horizon: number;
  readonly #elasticity: Elasticity;
  readonly #kept: KeptCurves | undefined;
  readonly #sketch: Sketch;
  #now = 0;
  #demand = 0;
  #supply = 0;
  #starting = 0;
  #stopping = 0;
  readonly #sums = {
    demand: new ExactSum(),
    supply: new ExactSum(),
    serving: new ExactSum(),
    under: new ExactSum(),
    over: new ExactSum(),
    starting: new ExactSum(),
    stopping: new ExactSum(),
  };
  #timeUnder = 0;
  #timeOver = 0;
  #timeWithoutDemand = 0;

  constructor({ horizon, grid, curves }: AccountsSetting) {
    this.#horizon = horizon;
    this.#elasticity = new Elasticity(grid);
    this.#kept = curves === true ? new KeptCurves() : undefined;
    this.#sketch = new Sketch(horizon);
  }

  set(at: Moment, change: Partial<State>): void {
    this.#advance(at);
    this.#demand = change.demand ?? this.#demand;
    this.#supply = change.supply ?? this.#supply;
    this.#starting = change.starting ?? this.#starting;
    this.#stopping = change.stopping ?? this.#stopping;
  }

  sofar(at: Moment): Readonly<Record<'supply' | 'starting' | 'stopping', number>> {
    this.#advance(at);
    const { supply, starting, stopping } = this.#sums;
    return {
      supply: Number(supply.total()),
      starting: Number(starting.total()),
      stopping: Number(stopping.total()),
    };
  }

  close(bill: Bill): Closed {
    if (this.#now < this.#horizon) this.#advance(this.#horizon);
    if (this.#now === this.#horizon) this.#elasticity.ended(this.#demand, this.#supply);
    const { demand, supply, serving, under, over, starting, stopping } = this.#sums;
    return {
      integrals: {
        demand: demand.total(),
        supply: supply.total(),
        serving: serving.total(),
        under: under.total(),
        over: over.total(),
        starting: starting.total(),
        stopping: stopping.total(),
        occupied: bill.occupied,
        unbilled: bill.unbilled,
        rounding: bill.rounding,
        hourly: bill.hourly,
        timeUnder: BigInt(this.#timeUnder),
        timeOver: BigInt(this.#timeOver),
        timeWithoutDemand: BigInt(this.#timeWithoutDemand),
      },
      elasticity: this.#elasticity.sums(),
      curves: this.#kept?.curves(),
      outlines: this.#sketch.outlines(),
    };
  }

  #advance(at: number): void {
    if (at < this.#now)
      throw new ConservationError(`time ran back from ${this.#now} µs to ${at} µs in the accounts`);
    const from = this.#now;
    const until = Math.min(at, this.#horizon);
    this.#now = at;
    if (from === this.#horizon && at > from) this.#elasticity.ended(this.#demand, this.#supply);
    if (until <= from) return;
    const span = until - from;
    const demand = this.#demand;
    const supply = this.#supply;
    const serving = Math.min(demand, supply);
    const sums = this.#sums;
    sums.demand.add(demand, span);
    sums.supply.add(supply, span);
    sums.serving.add(serving, span);
    sums.under.add(demand - serving, span);
    sums.over.add(supply - serving, span);
    sums.starting.add(this.#starting, span);
    sums.stopping.add(this.#stopping, span);
    if (supply < demand) this.#timeUnder += span;
    if (supply > demand) this.#timeOver += span;
    if (demand === 0) this.#timeWithoutDemand += span;
    this.#elasticity.held(from, until, demand, supply);
    this.#kept?.held(from, demand, supply, this.#starting, this.#stopping);
    this.#sketch.held(from, demand, supply, this.#starting, this.#stopping);
  }
}

/** What is not a plain integral: relative error, steps, and agreement of the steps on a grid. */
class Elasticity {
  readonly #grid: Micros;
  #thetaUnder = 0;
  #thetaOver = 0;
  #begun = false;
  #demand = 0;
  #supply = 0;
  #demandSteps = 0;
  #demandUnits = 0;
  #supplySteps = 0;
  #supplyUnits = 0;
  #gridNext = 0;
  #gridPoints = 0;
  #gridDemand = 0;
  #gridSupply = 0;
  #unstableSteps = 0;
  #aheadSteps = 0;

  constructor(grid: Micros) {
    this.#grid = grid;
  }

  held(from: number, until: number, demand: number, supply: number): void {
    if (demand > 0) {
      const error = ((demand - supply) / demand) * (until - from);
      if (error > 0) this.#thetaUnder += error;
      else this.#thetaOver -= error;
    }
    this.#step(demand, supply);
    if (this.#gridNext < until) this.#pass(until, demand, supply);
  }

  /** The state at the very end. */
  ended(demand: number, supply: number): void {
    this.#step(demand, supply);
  }

  sums(): ElasticitySums {
    return {
      thetaUnder: this.#thetaUnder,
      thetaOver: this.#thetaOver,
      unstableSteps: this.#unstableSteps,
      aheadSteps: this.#aheadSteps,
      gridSteps: Math.max(0, this.#gridPoints - 1),
      grid: this.#grid,
      demandSteps: this.#demandSteps,
      demandUnits: this.#demandUnits,
      supplySteps: this.#supplySteps,
      supplyUnits: this.#supplyUnits,
    };
  }

  /** The first state is where everything begins, and no step. */
  #step(demand: number, supply: number): void {
    if (this.#begun) {
      if (demand !== this.#demand) this.#demandSteps += 1;
      if (supply !== this.#supply) this.#supplySteps += 1;
      this.#demandUnits += Math.abs(demand - this.#demand);
      this.#supplyUnits += Math.abs(supply - this.#supply);
    }
    this.#begun = true;
    this.#demand = demand;
    this.#supply = supply;
  }

  /** The grid points up to `until` all see this state; only the first may differ from the point before it. */
  #pass(until: number, demand: number, supply: number): void {
    const points = Math.ceil((until - this.#gridNext) / this.#grid);
    const apart = Math.sign(supply - this.#gridSupply) - Math.sign(demand - this.#gridDemand);
    if (apart !== 0 && this.#gridPoints > 0) this.#unstableSteps += 1;
    if (apart > 0 && this.#gridPoints > 0) this.#aheadSteps += 1;
    this.#gridPoints += points;
    this.#gridNext += points * this.#grid;
    this.#gridDemand = demand;
    this.#gridSupply = supply;
  }
}
