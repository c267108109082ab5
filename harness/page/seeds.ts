/**
 * The same replay with several seeds, drawn as one: at every moment the middle of them, the least and the most.
 *
 * A moment at which one seed lacks replicas need not be one at which another does, so the middle alone would hide what
 * every seed has somewhere. Left out: which seed it is.
 */
import type { Spans, Steps } from '../../model/recording.ts';

export interface Envelope {
  /** The median; of an even number the mean of the two in the middle. */
  readonly middle: Steps;
  readonly least: Steps;
  readonly most: Steps;
}

/** @param curves  from one seed on; each is 0 before its first step */
export const envelopeOf = (curves: readonly Steps[]): Envelope => {
  const [only] = curves;
  if (curves.length === 1) return { middle: only!, least: only!, most: only! };
  const next = new Int32Array(curves.length);
  const now = new Float64Array(curves.length);
  const sorted = new Float64Array(curves.length);
  const [middle, least, most] = [new Written(), new Written(), new Written()];
  for (;;) {
    const moment = Math.min(...curves.map(({ at }, seed) => at[next[seed]!] ?? Number.POSITIVE_INFINITY));
    if (moment === Number.POSITIVE_INFINITY) break;
    // what changes at one moment changes at once
    for (const [seed, { at, value }] of curves.entries()) {
      for (; at[next[seed]!] === moment; next[seed]! += 1) {
        moveIn(sorted, now[seed]!, value[next[seed]!]!);
        now[seed] = value[next[seed]!]!;
      }
    }
    middle.set(moment, (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2);
    least.set(moment, sorted[0]!);
    most.set(moment, sorted.at(-1)!);
  }
  return { middle: middle.steps(), least: least.steps(), most: most.steps() };
};

/** Takes a value out of a sorted list and puts another in. */
const moveIn = (sorted: Float64Array, out: number, value: number): void => {
  let place = sorted.indexOf(out);
  for (; place > 0 && sorted[place - 1]! > value; place -= 1) sorted[place] = sorted[place - 1]!;
  for (; place + 1 < sorted.length && sorted[place + 1]! < value; place += 1)
    sorted[place] = sorted[place + 1]!;
  sorted[place] = value;
};

/** Steps, without those to a value that is there already. */
class Written {
  readonly #at: number[] = [];
  readonly #value: number[] = [];

  set(at: number, value: number): void {
    if (value === this.#value.at(-1)) return;
    this.#at.push(at);
    this.#value.push(value);
  }

  steps(): Steps {
    return { at: Float64Array.from(this.#at), value: Float64Array.from(this.#value) };
  }
}

/**
 * When the objective was broken in any seed: spans in order, `taken` the mean of the seeds.
 *
 * Spans that overlap are cut where one begins or ends; of more than `most`, all are put into so many equal parts of the
 * whole time.
 *
 * @param horizon  end of the whole time, µs
 */
export const brokenInAny = (seeds: readonly Spans[], horizon: number, most: number): Spans => {
  const [only] = seeds;
  if (seeds.length === 1) return only!;
  const edges = seeds
    .flatMap(({ from, until, taken }) =>
      Array.from(from, (start, i) => {
        const rate = taken[i]! / (until[i]! - start) / seeds.length;
        return [
          { moment: start, rate, begins: 1 },
          { moment: until[i]!, rate: -rate, begins: -1 },
        ];
      }).flat(),
    )
    .toSorted((a, b) => a.moment - b.moment);
  const spans: Span[] = [];
  let rate = 0;
  let open = 0;
  for (const [i, edge] of edges.entries()) {
    rate += edge.rate;
    open += edge.begins;
    const until = edges[i + 1]?.moment ?? edge.moment;
    // what is left of sums after the last end is rounding
    if (open > 0 && until > edge.moment)
      spans.push({ from: edge.moment, until, taken: rate * (until - edge.moment) });
  }
  return columnsOf(spans.length <= most ? spans : inParts(spans, horizon, most));
};

interface Span {
  readonly from: number;
  readonly until: number;
  readonly taken: number;
}

const inParts = (spans: readonly Span[], horizon: number, parts: number): readonly Span[] => {
  const taken = new Float64Array(parts);
  const width = horizon / parts;
  for (const span of spans) {
    const rate = span.taken / (span.until - span.from);
    for (let part = Math.floor(span.from / width); part < parts && part * width < span.until; part += 1) {
      const both = Math.min(span.until, (part + 1) * width) - Math.max(span.from, part * width);
      taken[part]! += Math.max(0, both) * rate;
    }
  }
  return Array.from(taken, (time, part) => ({
    from: part * width,
    until: (part + 1) * width,
    taken: time,
  })).filter((span) => span.taken > 0);
};

const columnsOf = (spans: readonly Span[]): Spans => ({
  from: Float64Array.from(spans, ({ from }) => from),
  until: Float64Array.from(spans, ({ until }) => until),
  taken: Float64Array.from(spans, ({ taken }) => taken),
});
