/**
 * How long a poll loop keeps its clients in a cycle: the fluid law behind turns.
 *
 * A pass scans all connections (cost o) and then serves one request of every client that waits when the scan ends. A
 * client has its own time t, a service s, and alone a cycle of c = t + s + o. Let S be the clients that wait for others
 * (c ≤ R) and U the rest, which run at 1/c. Then S takes turns, and R is the least time in which the server gets through:
 *
 *     R = (o · |S|/n + Σ_S s) / (1 − Σ_U s/c),   n + away(n) = |S|
 *
 * Of S only n are served per pass: whoever still has own time to spend when the scan ends misses the pass. Those are the
 * last ones answered, at o, o + s, o + 2s, … before that instant, so `away` counts the answers less than t before it. Where
 * t ≤ o for all, n = |S| and a pass serves everyone. Without this the law runs a small set up to 25 % too fast (two
 * clients, s = t = 30 µs, o = 20 µs: R is 100 µs by the request and 80 µs without).
 *
 * Nobody waits as long as the set fits into the shortest cycle in batches of 1 + ⌊o/s⌋, the most whose last one is back
 * when the scan for its first one ends. Held against one event per request: exact for like clients that start together,
 * within 3 % for four busy ones among fifty slow. Left out: chance and rhythm. Near the edge of saturation the loop has
 * more than one rhythm, and unlike clients wait for each other where this law says not yet: with two or three of them it
 * can be a third of a cycle, with five and more a twentieth (600 random mixtures; nine in ten lay within −2 and +4 %).
 *
 * Clients are sorted by their own time t + s; their columns are read through that order.
 */

/** Float noise in a count: t = o + 2s means three answers, not four. */
const NOISE = 1e-9;

/** Those of a poll loop, one number each in every column. */
export interface Clients {
  /** How many. */
  readonly size: number;
  /** Their places in the columns, by own time, rising. */
  readonly order: Int32Array;
  /** s. */
  readonly service: Float64Array;
  /** t + s. */
  readonly own: Float64Array;
  /** c = t + s + o. */
  readonly alone: Float64Array;
  /** s / c and 1 / c: what each adds to the sums below when nobody waits. */
  readonly load: Float64Array;
  readonly pace: Float64Array;
}

/**
 * R in µs: a client's cycle is the longer of R and its own c; 0 when nobody waits for another.
 *
 * @param pass  o
 * @param load  Σ s/c, in the order of own times
 * @param pace  Σ 1/c, likewise
 */
export const cycleOf = (clients: Clients, pass: number, load: number, pace: number): number => {
  const { size, order, service, own, alone } = clients;
  if (size < 2 || fits(load, pace, alone[order[0]!]!, pass)) return 0;
  let served = 0;
  let away = 0;
  let spare = 1 - load;
  let before = Infinity;
  let edge = 0;
  for (let count = 1; count <= size; count += 1) {
    const client = order[count - 1]!;
    const last = alone[client]!;
    served += service[client]!;
    away += own[client]! - service[client]!;
    spare = count === size ? 1 : spare + clients.load[client]!;
    if (spare <= 0) continue;
    const next = count < size ? alone[order[count]!]! : Infinity;
    // clearly beyond the next one's cycle, as nearly always: told without a division
    if (pass + served > next * spare * CLEARLY) {
      before = Infinity;
      continue;
    }
    // at least that, were everyone served in each pass: mostly it settles that more than these wait
    let turn = (pass + served) / spare;
    if (turn < next && pass > 0) {
      const batch = batchOf(count, away / count, served / count, pass, spare);
      turn = ((pass * count) / batch + served) / spare;
    }
    if (turn >= last && turn < next) return turn;
    // left out it would have to wait, let in it would not: it is on the edge, and its cycle is the turn
    if (edge === 0 && count > 1 && turn < last && before >= last) edge = last;
    before = turn;
  }
  return edge;
};

/** More than any rounding of a product and a quotient. */
const CLEARLY = 1 + NOISE;

/**
 * Share of the server that these clients take, passes included, 0 to 1.
 *
 * Where nobody waits, a pass serves n = (π + x·o) / (1 − load) requests, π = exp(−load · n): whoever turns up during the
 * one before it, or else one, and those who turn up during its scan (x requests per µs).
 *
 * @param load   Σ s/c
 * @param pace   x = Σ 1/c
 * @param cycle  as {@link cycleOf} found it
 */
export const utilisationOf = (
  size: number,
  pass: number,
  load: number,
  pace: number,
  cycle: number,
): number => {
  if (cycle > 0) return 1;
  if (pass === 0 || load >= 1) return Math.min(1, load);
  let batch = 1;
  if (size > 1) {
    for (let i = 0; i < 4; i += 1) batch = (Math.exp(-load * batch) + pace * pass) / (1 - load);
  }
  return Math.min(1, load + (pass * pace) / Math.max(1, batch));
};

const fits = (load: number, pace: number, shortest: number, pass: number): boolean => {
  const together = 1 + Math.floor((pass * pace) / load + NOISE);
  const batches = pass > 0 ? Math.ceil((pace * shortest) / together - NOISE) : 0;
  return load + (pass * batches) / shortest <= 1 + NOISE;
};

/** n with n + away(n) = count; between two whole n where the loop alternates between them. */
const batchOf = (count: number, away: number, service: number, pass: number, spare: number): number => {
  if (away <= pass) return count;
  let low = 1;
  let total = low + awayOf(low, away, service, pass, spare);
  if (total >= count) return low;
  let high = count;
  let totalHigh = high + awayOf(high, away, service, pass, spare);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const found = middle + awayOf(middle, away, service, pass, spare);
    if (found <= count) {
      low = middle;
      total = found;
    } else {
      high = middle;
      totalHigh = found;
    }
  }
  return totalHigh <= count ? high : low + (count - total) / (totalHigh - total);
};

/** Answers less than `away` µs before the end of a scan, when every pass serves n. */
const awayOf = (n: number, away: number, service: number, pass: number, spare: number): number => {
  const length = (pass + n * service) / spare;
  const apart = (length - pass) / n;
  const whole = Math.max(0, Math.ceil((away + apart) / length - NOISE) - 1);
  const rest = away - whole * length - pass;
  return whole * n + (rest > 0 ? Math.min(n, Math.ceil(rest / apart - NOISE)) : 0);
};
