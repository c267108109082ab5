/**
 * The door of a host: domains are created and destroyed through the toolstack, as on a real one.
 *
 * It walks each domain along its path, step by step, and keeps what every step waited and was served. Left out: what a
 * step does (creation, destruction) and which host a domain is put on (service/fleet).
 */
import { ConservationError, InputError } from '../kernel/faults.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { Streams } from '../kernel/streams.ts';
import type { TurnsMode } from '../kernel/turns.ts';
import { bytes, inSeconds, type Bytes, type Moment } from '../kernel/units.ts';
import type { StepTotals } from '../recording.ts';
import { partsOf, pathsOf } from './assembly.ts';
import {
  AFTERMATH,
  CREATION,
  DESTRUCTION,
  domainOf,
  domainsOf,
  GUEST,
  jobOf,
  laneOf,
  MAX_NUMA_NODES,
  SCRUB,
  type DomainRequest,
} from './domain.ts';
import type { Guest } from './guest.ts';
import type { Register } from './journal.ts';
import type { Profile } from './profile.ts';
import { NO_STATION, pathTotalsOf, type Path } from './step.ts';
import { builtFrom, type Variant } from './variants.ts';

/** What a host tells its owner, by the owner's own name of the domain. */
export interface HostListener {
  /** The guest serves. */
  readonly ready: (owner: number) => void;
  /**
   * The memory is clean: up to Xen 4.9 before the toolstack returns, later perhaps long after, when the owner's name for
   * the domain may be another's; so it comes with the moment when {@link Host.destroy} was called.
   */
  readonly cleaned: (owner: number, destroyAsked: Moment) => void;
  /** `xl destroy` returned. */
  readonly returned: (owner: number) => void;
}

export interface Host {
  /** @returns the domain's number on this host */
  readonly create: (request: DomainRequest) => number;
  /** A domain that was built before the replay began: it takes memory and runs. */
  readonly found: (request: DomainRequest) => number;
  /** Destroys a domain; one that is not ready yet is destroyed as soon as it is. */
  readonly destroy: (domain: number) => void;
  /** Domains in any state from the request to the end of their aftermath. */
  readonly live: () => number;
  readonly free: () => Bytes;
  readonly dom0Used: () => number;
  readonly dirtyIntegral: () => number;
  readonly transactions: () => { readonly attempts: number; readonly commits: number };
  readonly races: () => Races;
  readonly steps: () => readonly StepTotals[];
  /** @throws {ConservationError} when memory, domains or steps do not add up */
  readonly check: () => void;
}

/** What went wrong, or would have, because nothing kept two creations apart. */
export interface Races {
  /** Creations that committed their name although another did so while they checked it: one name would be there twice. */
  readonly names: number;
  /** Domains that found memory of their nodes taken, and how much of it lies elsewhere, bytes. */
  readonly nodes: number;
  readonly misplaced: Bytes;
}

export interface HostOptions {
  readonly index: number;
  readonly profile: Profile;
  readonly variant: Variant;
  readonly guest: Guest;
  readonly seed: number;
  readonly streams: Streams;
  /** How xenstored serves; `fluid` where nothing is said. */
  readonly xenstored?: TurnsMode;
  readonly listener: HostListener;
  /** Where rows per domain go, if they are kept. */
  readonly creations: Register | undefined;
  readonly destructions: Register | undefined;
}

export const hostOf = (simulation: Simulation, options: HostOptions): Host => {
  const { variant, guest, listener, index } = options;
  const { design, profile } = builtFrom(options.profile, variant);
  checkNodes(profile.values.machine.numaNodes);
  const domains = domainsOf();
  const parts = partsOf({
    simulation,
    domains,
    design,
    profile,
    guest,
    xenstored: options.xenstored ?? 'fluid',
    done: (job) => advance(job),
    start: (domain, lane) => start(domain, lane),
    cleaned: listener.cleaned,
  });
  const { dom0, known, memory } = parts;
  const paths: readonly Path[] = pathsOf(parts);
  const totals = paths.map(pathTotalsOf);
  options.creations?.walk(paths[CREATION]!);
  options.destructions?.walk(paths[DESTRUCTION]!);
  const creationJournal = options.creations?.journal();
  const destructionJournal = options.destructions?.journal();
  const journals = paths.map((_path, lane) =>
    lane === CREATION ? creationJournal : lane === DESTRUCTION ? destructionJournal : undefined,
  );
  const starting = simulation.register((job) => beginStep(job, 0));

  /** The lane begins with an event of its own, so that nobody is called back inside their own call. */
  const start = (domain: number, lane: number): void => {
    const job = jobOf(domain, lane);
    domains.lanes[domain]! += 1;
    journals[lane]?.open(domain, simulation.now);
    simulation.schedule(simulation.now, starting, job);
  };
  const beginStep = (job: number, from: number): void => {
    const path = paths[laneOf(job)]!;
    for (let place = from; place < path.length; place += 1) {
      domains.place[job] = place;
      domains.since[job] = simulation.now;
      domains.served[job] = 0;
      if (!path[place]!.begin(job)) return;
      if (path[place]!.station !== NO_STATION) note(job, place);
    }
    endLane(job);
  };
  /** Splits the step's time: what it takes alone was served, the rest was waited. */
  const note = (job: number, place: number): void => {
    const lane = laneOf(job);
    const elapsed = simulation.now - domains.since[job]!;
    const served = Math.min(domains.served[job]!, elapsed);
    totals[lane]!.add(place, elapsed - served, served);
    journals[lane]?.note(domainOf(job), place, elapsed - served, served);
  };
  const advance = (job: number): void => {
    const lane = laneOf(job);
    const place = domains.place[job]!;
    note(job, place);
    const again = paths[lane]![place]!.again;
    beginStep(job, again !== undefined && again(job) ? place : place + 1);
  };
  const endLane = (job: number): void => {
    const domain = domainOf(job);
    const lane = laneOf(job);
    journals[lane]?.close(domain, domains.owner[domain]!, index, simulation.now);
    if (lane === CREATION) {
      domains.built[domain] = 1;
      listener.ready(domains.owner[domain]!);
      if (domains.destroyAsked[domain] === ASKED_EARLY) start(domain, DESTRUCTION);
    } else if (lane === GUEST) {
      if (domains.joined(domain)) advance(jobOf(domain, CREATION));
    } else if (lane === DESTRUCTION) {
      listener.returned(domains.owner[domain]!);
      if (design.latency) start(domain, AFTERMATH);
    } else if (lane >= SCRUB) {
      domains.scrubsLeft[domain]! -= 1;
      if (domains.scrubsLeft[domain] === 0) {
        parts.cleaned(domain);
        advance(jobOf(domain, DESTRUCTION));
      }
    }
    domains.lanes[domain]! -= 1;
    if (domains.lanes[domain] === 0 && domains.destroyAsked[domain] !== 0) {
      domains.remove(domain);
    }
  };

  const add = (request: DomainRequest): number => {
    const stream = options.streams.of('domain', request.ordinal);
    const domain = domains.add(request, stream);
    domains.boot[domain] = stream.lognormal(guest.bootMedian, guest.bootSpread);
    return domain;
  };

  return {
    create: (request) => {
      const domain = add(request);
      start(domain, CREATION);
      return domain;
    },
    found: (request) => {
      const domain = add(request);
      if (!memory.claim(jobOf(domain, CREATION), request.memory)) {
        throw new ConservationError(
          `host ${index} has no memory for domain ${request.ordinal} that ran before the trace began, seed ${options.seed}`,
        );
      }
      memory.plan(domain, request.memory);
      memory.take(domain, request.memory);
      domains.built[domain] = 1;
      // Only what takes time depends on how many there are, and only its paths keep the count.
      if (!variant.latency) return domain;
      known.names += 1;
      known.inXen += 1;
      known.running += 1;
      parts.xenstored.domains(1);
      parts.hypervisor.guests(1);
      return domain;
    },
    destroy: (domain) => {
      const built = domains.built[domain] !== 0;
      domains.destroyAskedAt[domain] = simulation.now;
      domains.destroyAsked[domain] = built ? ASKED : ASKED_EARLY;
      if (built) start(domain, DESTRUCTION);
    },
    live: () => domains.live,
    free: () => memory.free(),
    dom0Used: () => dom0.used(),
    dirtyIntegral: () => memory.dirtyIntegral(),
    transactions: () => ({ attempts: parts.xenstored.attempts(), commits: parts.xenstored.commits() }),
    races: () => ({
      names: parts.xenstored.nameRaces(),
      nodes: known.overcommitted,
      misplaced: bytes(known.misplaced),
    }),
    steps: () => [...totals[CREATION]!.rows('creation'), ...totals[DESTRUCTION]!.rows('destruction')],
    check: () => {
      memory.check(options.seed);
      if (domains.live === 0 && (known.names !== 0 || known.inXen !== 0 || known.running !== 0)) {
        throw new ConservationError(
          `host ${index} is empty, yet ${known.names} names, ${known.inXen} domains in Xen and ${known.running} connections ` +
            `are left, at ${inSeconds(simulation.now)} s, seed ${options.seed} (a fault of the model: please report)`,
        );
      }
    },
  };
};

const checkNodes = (nodes: number): void => {
  if (nodes >= 1 && nodes <= MAX_NUMA_NODES && Number.isInteger(nodes)) return;
  throw new InputError(
    `machine.numaNodes: found ${nodes}; accepted are whole numbers from 1 to ${MAX_NUMA_NODES}; change the host profile`,
  );
};

const ASKED = 1;
const ASKED_EARLY = 2;
