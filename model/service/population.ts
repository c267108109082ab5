/**
 * The domains of a replay and the state each is in: starting, ready, stopping.
 *
 * Whoever wants domains (a trace, an autoscaler) asks here; the fleet builds and destroys them; the accounts, the bill and
 * the durations are kept on the way. Left out: why a domain is wanted.
 */
import { DurationColumn, type Durations } from '../kernel/column.ts';
import { doubled } from '../kernel/doubled.ts';
import { Places } from '../kernel/places.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { moment, START, type Moment } from '../kernel/units.ts';
import type { DomainSize } from '../workload.ts';
import type { Accounts } from './accounts.ts';
import type { Billing } from './billing.ts';
import { givenFleetOf } from './given-latency.ts';
import { fleetOf, type Fleet, type FleetOptions } from './fleet.ts';

export interface Population {
  readonly ready: number;
  readonly starting: number;
  readonly stopping: number;
  readonly fleet: Fleet;
  /** Domains alive at once, at most: starting, ready and stopping. */
  readonly livePeak: number;
  /** Destroyed before they were ready. */
  readonly wasted: number;
  readonly setups: () => Durations;
  readonly destroys: () => Durations;
  readonly cleans: () => Durations;
  /** Asks for a domain now. @returns its index, which is free for reuse after it has returned */
  readonly add: (ordinal: number, size: DomainSize) => number;
  /** A domain that ran before the replay began; −1 when no host has room for it. */
  readonly found: (ordinal: number, size: DomainSize) => number;
  readonly remove: (owner: number) => void;
  readonly isReady: (owner: number) => boolean;
  readonly askedAt: (owner: number) => Moment;
  readonly readyAt: (owner: number) => Moment;
  /** Its number in the order of requests. */
  readonly ordinalOf: (owner: number) => number;
  /** Bills the domains that are still there. */
  readonly settle: () => void;
}

export interface PopulationOptions extends Omit<FleetOptions, 'ready' | 'cleaned' | 'returned'> {
  readonly accounts: Accounts;
  readonly billing: Billing;
  readonly onReady?: (owner: number) => void;
  readonly onReturned?: (owner: number) => void;
}

const VACANT = 0;
const STARTING = 1;
const READY = 2;
/** Destruction asked for; the domain may still be on its way up. */
const STOPPING = 3;

class Lives implements Population {
  readonly fleet: Fleet;
  ready = 0;
  starting = 0;
  stopping = 0;
  livePeak = 0;
  wasted = 0;
  readonly #simulation: Simulation;
  readonly #options: PopulationOptions;
  #state = new Uint8Array(64);
  #found = new Uint8Array(64);
  #ordinal = new Float64Array(64);
  #asked = new Float64Array(64);
  #ready = new Float64Array(64);
  #destroyAsked = new Float64Array(64);
  readonly #places = new Places();
  readonly #setups = new DurationColumn();
  readonly #destroys = new DurationColumn();
  readonly #cleans = new DurationColumn();

  constructor(simulation: Simulation, options: PopulationOptions) {
    this.#simulation = simulation;
    this.#options = options;
    const listening: FleetOptions = {
      ...options,
      ready: (owner) => this.#becameReady(owner),
      // the memory may be clean after the domain returned, when its place here is another's
      cleaned: (_owner, destroyAsked) => this.#cleans.push(this.#simulation.now - destroyAsked),
      returned: (owner) => this.#returned(owner),
    };
    const { given } = options.variant;
    this.fleet =
      given === undefined ? fleetOf(simulation, listening) : givenFleetOf(simulation, given, listening);
  }

  setups = (): Durations => this.#setups.all();
  destroys = (): Durations => this.#destroys.all();
  cleans = (): Durations => this.#cleans.all();
  isReady = (owner: number): boolean => this.#state[owner] === READY;
  askedAt = (owner: number): Moment => moment(this.#asked[owner]!);
  readyAt = (owner: number): Moment => moment(this.#ready[owner]!);
  ordinalOf = (owner: number): number => this.#ordinal[owner]!;

  add = (ordinal: number, size: DomainSize): number => {
    const owner = this.#place(ordinal);
    this.#state[owner] = STARTING;
    this.starting += 1;
    this.#count();
    this.fleet.create(owner, ordinal, size);
    return owner;
  };

  found = (ordinal: number, size: DomainSize): number => {
    const owner = this.#place(ordinal);
    if (!this.fleet.found(owner, ordinal, size)) {
      this.#places.give(owner);
      return -1;
    }
    this.#state[owner] = READY;
    this.#found[owner] = 1;
    this.#ready[owner] = START;
    this.ready += 1;
    this.#count();
    return owner;
  };

  remove = (owner: number): void => {
    const { now } = this.#simulation;
    if (this.#state[owner] === READY) this.ready -= 1;
    else {
      this.starting -= 1;
      this.wasted += 1;
    }
    this.stopping += 1;
    this.#state[owner] = STOPPING;
    this.#destroyAsked[owner] = now;
    const forgotten = this.fleet.destroy(owner);
    if (forgotten) this.#leave(owner);
    this.#count();
  };

  settle = (): void => {
    for (let owner = 0; owner < this.#places.size; owner += 1) {
      if (this.#state[owner] !== VACANT) this.#bill(owner, undefined);
    }
  };

  #place(ordinal: number): number {
    const owner = this.#places.take();
    if (owner === this.#state.length) this.#grow();
    this.#ordinal[owner] = ordinal;
    this.#asked[owner] = this.#simulation.now;
    this.#ready[owner] = Number.NaN;
    this.#destroyAsked[owner] = Number.NaN;
    this.#found[owner] = 0;
    return owner;
  }

  #grow(): void {
    this.#state = doubled(this.#state);
    this.#found = doubled(this.#found);
    this.#ordinal = doubled(this.#ordinal);
    this.#asked = doubled(this.#asked);
    this.#ready = doubled(this.#ready);
    this.#destroyAsked = doubled(this.#destroyAsked);
  }

  #becameReady(owner: number): void {
    const { now } = this.#simulation;
    this.#setups.push(now - this.#asked[owner]!);
    this.#ready[owner] = now;
    // Its destruction was asked for meanwhile: it never serves.
    if (this.#state[owner] === STOPPING) return;
    this.#state[owner] = READY;
    this.starting -= 1;
    this.ready += 1;
    this.#count();
    this.#options.onReady?.(owner);
  }

  #returned(owner: number): void {
    this.#destroys.push(this.#simulation.now - this.#destroyAsked[owner]!);
    this.#leave(owner);
    this.#count();
    this.#options.onReturned?.(owner);
  }

  #leave(owner: number): void {
    this.stopping -= 1;
    this.#bill(owner, this.#simulation.now);
    this.#state[owner] = VACANT;
    this.#places.give(owner);
  }

  #bill(owner: number, returned: Moment | undefined): void {
    this.#options.billing.add({
      requested: moment(this.#asked[owner]!),
      ready: known(this.#ready[owner]!),
      asked: known(this.#destroyAsked[owner]!),
      returned,
      censored: this.#found[owner] === 1,
    });
  }

  #count(): void {
    const { accounts } = this.#options;
    accounts.set(this.#simulation.now, {
      supply: this.ready,
      starting: this.starting,
      stopping: this.stopping,
    });
    this.livePeak = Math.max(this.livePeak, this.ready + this.starting + this.stopping);
  }
}

const known = (at: number): Moment | undefined => (Number.isNaN(at) ? undefined : moment(at));

export const populationOf = (simulation: Simulation, options: PopulationOptions): Population =>
  new Lives(simulation, options);
