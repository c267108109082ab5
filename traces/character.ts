/**
 * The character of a workload in a few numbers: bursts, peak, mean, dispersion.
 *
 * Bursts of domains are counted in sliding windows over their known creations, exactly: no calendar grid cuts a burst in
 * two. A domain whose start is censored is no creation. Left out: everything that a host or a policy adds.
 */
import { inSeconds, seconds } from '../model/kernel/units.ts';
import { isCensoredStart, meanRate, type LifecycleWorkload, type LoadWorkload } from '../model/workload.ts';

/**
 * Windows of 1 s, 60 s and 300 s.
 *
 * Lifecycle: most creations in any window [t, t + w). Load: largest rise, in the unit of the rate, from a rate that held
 * at some time in a window of that length to the rate at its end; where steps are longer than the window, one step.
 */
export interface Bursts {
  readonly in1s: number;
  readonly in60s: number;
  readonly in300s: number;
}

export interface LifecycleCharacter {
  readonly bursts: Bursts;
  readonly peakLive: number;
  /**
   * Variance over mean of the creations per window of 60 s, or of one bin where bins are longer; NaN without creations.
   *
   * Windows end with what was observed: where the trace does not tell until when, with the last creation. A log of jobs
   * ends with a job, long after the last one was submitted.
   */
  readonly indexOfDispersion: number;
}

/**
 * @param bin       the trace's resolution, µs, when it has bins
 * @param observed  creations were looked for until the horizon; else until the last one, and only ends come later
 */
export const lifecycleCharacter = (
  workload: LifecycleWorkload,
  bin: number | undefined,
  observed: boolean,
): LifecycleCharacter => {
  const creations = knownCreations(workload);
  const until = observed ? workload.horizon : (creations.at(-1) ?? 0) + 1;
  return {
    bursts: burstsOf((window) => mostWithin(creations, window)),
    peakLive: peakLive(workload),
    indexOfDispersion: countDispersion(creations, Math.max(bin ?? 0, seconds(60)), until),
  };
};

export interface LoadCharacter {
  readonly bursts: Bursts;
  /** Largest and mean rate: requests per second where the load is one. */
  readonly peak: number;
  readonly mean: number;
  /** Variance over mean of what falls into a step (for a utilisation or a resource: of its values). */
  readonly indexOfDispersion: number;
}

/** @param step  the trace's step, µs */
export const loadCharacter = (load: LoadWorkload, step: number): LoadCharacter => {
  const events = load.quantity === 'count' || load.quantity === 'rate';
  return {
    bursts: burstsOf((window) => steepestRise(load, window)),
    peak: load.rate.reduce((most, rate) => Math.max(most, rate), 0),
    mean: meanRate(load),
    indexOfDispersion: dispersion(load) * (events ? inSeconds(step) : 1),
  };
};

/**
 * How many more replicas are needed at once: the largest rise within 60 s and 300 s of the whole replicas that a load needs,
 * where `replicas` of them carry its mean.
 */
export const scaleUp = (load: LoadWorkload, replicas: number): Pick<Bursts, 'in60s' | 'in300s'> => {
  const perReplica = meanRate(load) / replicas;
  const rate = load.rate.map((requests) => Math.ceil(requests / perReplica));
  return burstsOf((window) => steepestRise({ ...load, rate }, window));
};

const burstsOf = (within: (window: number) => number): Bursts => ({
  in1s: within(seconds(1)),
  in60s: within(seconds(60)),
  in300s: within(seconds(300)),
});

const knownCreations = (trace: LifecycleWorkload): Float64Array => {
  const { created } = trace;
  const known = new Float64Array(created.length);
  let length = 0;
  for (let row = 0; row < created.length; row += 1) {
    if (isCensoredStart(trace, row)) continue;
    known[length] = created[row]!;
    length += 1;
  }
  return known.subarray(0, length);
};

/** Two pointers over sorted moments. */
const mostWithin = (moments: Float64Array, window: number): number => {
  let most = 0;
  for (let first = 0, next = 0; next < moments.length; next += 1) {
    while (moments[next]! - moments[first]! >= window) first += 1;
    if (next - first >= most) most = next - first + 1;
  }
  return most;
};

/** The lowest rate that held within the window before each step, by a queue of rising candidates. */
const steepestRise = ({ at, rate }: LoadWorkload, window: number): number => {
  const candidates = new Uint32Array(at.length);
  let head = 0;
  let tail = 0;
  let steepest = 0;
  for (let i = 1; i < at.length; i += 1) {
    while (tail > head && rate[candidates[tail - 1]!]! >= rate[i - 1]!) tail -= 1;
    candidates[tail] = i - 1;
    tail += 1;
    // a step counts while its end lies inside the window before this one begins; the last one always does
    while (at[candidates[head]! + 1]! <= at[i]! - window) head += 1;
    steepest = Math.max(steepest, rate[i]! - rate[candidates[head]!]!);
  }
  return steepest;
};

/**
 * A domain that ends at a moment makes room for one that begins at it, and a zero lifetime is never alive.
 *
 * Among creations of one moment only the last sees the true number; those before it see less, never more.
 */
const peakLive = ({ created, deleted, horizon }: LifecycleWorkload): number => {
  const notBefore = indexOfMoments(created, horizon);
  /** Domains that are gone when the one of this row comes, and were not when the one before it came. */
  const ended = new Uint32Array(created.length + 1);
  for (let row = 0; row < deleted.length; row += 1) ended[notBefore(deleted[row]!)]! += 1;
  let live = 0;
  let peak = 0;
  for (let row = 0; row < created.length; row += 1) {
    live += 1 - ended[row]!;
    if (live > peak) peak = live;
  }
  return peak;
};

/** Slices of the index: about as many as there are moments, and no more than fit a cache. */
const SLICES_MOST = 2 ** 20;

/**
 * Place of the first of these sorted moments that is not before another one. A table of slices of time leaves few to
 * search among: millions are looked up in a fraction of the time that sorting them takes.
 */
const indexOfMoments = (moments: Float64Array, horizon: number): ((at: number) => number) => {
  const slices = Math.min(SLICES_MOST, moments.length);
  const perMicro = slices / horizon;
  /** Place of the first moment in a slice or behind it. */
  const first = new Uint32Array(slices + 2);
  for (let i = 0; i < moments.length; i += 1) first[Math.floor(moments[i]! * perMicro) + 1]! += 1;
  for (let slice = 1; slice < first.length; slice += 1) first[slice]! += first[slice - 1]!;
  return (at) => {
    const slice = Math.floor(at * perMicro);
    let low = first[slice]!;
    let high = first[slice + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (moments[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

/** Counts per window without the windows that are empty: a trace may last much longer than it has creations. */
const countDispersion = (moments: Float64Array, window: number, until: number): number => {
  const windows = Math.max(Math.ceil(until / window), 1);
  let squares = 0;
  for (let first = 0, next = 0; first < moments.length; first = next) {
    const slot = Math.min(Math.floor(moments[first]! / window), windows - 1);
    while (next < moments.length && Math.min(Math.floor(moments[next]! / window), windows - 1) === slot)
      next += 1;
    squares += (next - first) * (next - first);
  }
  const mean = moments.length / windows;
  return squares / windows / mean - mean;
};

/** Population variance over mean of what holds over time; NaN when the mean is 0. */
const dispersion = (load: LoadWorkload): number => {
  const mean = meanRate(load);
  let squares = 0;
  for (let i = 0; i < load.at.length; i += 1) {
    const lasts = (load.at[i + 1] ?? load.horizon) - load.at[i]!;
    squares += lasts * (load.rate[i]! - mean) * (load.rate[i]! - mean);
  }
  return squares / load.horizon / mean;
};
