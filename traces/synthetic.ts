/**
 * Our own traces, for demonstrations and tests: a flash crowd as a load, and bursts of creations as lifecycles.
 *
 * Each is a function of (kind, seed), drawn from named streams, so the committed samples can be made again byte for byte.
 * They are plausible, not fitted: no conclusion should rest on them where a real trace is at hand.
 */
import { streamsOf, type Stream, type Streams } from '../model/kernel/streams.ts';

export const syntheticKinds = ['flash-crowd', 'burst'] as const;
export type SyntheticKind = (typeof syntheticKinds)[number];

/** @returns CSV as our own readers take it; its first line names the command that makes it again */
export const synthesise = (kind: SyntheticKind, seed: number): string => {
  const command = `# npm run trace -- synthesise ${kind} --seed ${seed}`;
  const streams = streamsOf(seed);
  switch (kind) {
    case 'flash-crowd':
      return `${[command, 'time_s,load_rps', ...flashCrowd(streams)].join('\n')}\n`;
    case 'burst':
      return `${[command, 'created_s,deleted_s,vcpus,memory_gib', ...burst(streams)].join('\n')}\n`;
    default:
      return kind satisfies never;
  }
};

const DAY_SECONDS = 86_400;
const STEP_SECONDS = 60;
/** Requests per second, mean of the ordinary day. */
const ORDINARY = 200;

/**
 * A day in steps of a minute: low at 04:00, high at 16:00, noise of 4 %, and once between noon and 20:00 a crowd that
 * comes within three minutes, is 6 to 10 times the mean, and leaves with a time constant of 20 minutes.
 */
const flashCrowd = (streams: Streams): string[] => {
  const noise = streams.of('noise');
  const crowd = streams.of('crowd');
  const comes = (12 + 8 * crowd.uniform()) * 3_600;
  const size = ORDINARY * (6 + 4 * crowd.uniform());
  const rows: string[] = [];
  for (let at = 0; at < DAY_SECONDS; at += STEP_SECONDS) {
    const day = 1 + 0.6 * Math.sin((2 * Math.PI * (at - 10 * 3_600)) / DAY_SECONDS);
    const since = at - comes;
    const rise = Math.min(Math.max(since / 180, 0), 1);
    const guests = since < 180 ? size * rise : size * Math.exp(-(since - 180) / 1_200);
    const load = (ORDINARY * day + guests) * noise.lognormal(1, 0.04);
    rows.push(`${at},${load.toFixed(1)}`);
  }
  return rows;
};

const BURST_SECONDS = 7_200;
const BURSTS = 6;

/** Sizes that a domain may have, virtual processors and GiB, each as likely as it is often here. */
const SIZES = ['1,0.5', '1,0.5', '1,0.5', '1,1', '1,1', '1,1', '2,2', '2,2', '2,4', '4,8'] as const;

interface Drawn {
  /** Negative when it was there before the trace. */
  readonly created: number;
  readonly life: number;
  readonly size: string;
}

/**
 * Two hours: 60 domains that are there already, single creations every 24 s or so, and six bursts of 20 to 80 domains of
 * one size within about a second. Lifetimes are lognormal with a mean near 25 minutes.
 */
const burst = (streams: Streams): string[] => {
  const drawn = [
    ...before(streams.of('before')),
    ...background(streams.of('background')),
    ...bursts(streams),
  ];
  return drawn
    .map((domain, order) => ({ ...domain, order }))
    .sort((a, b) => a.created - b.created || a.order - b.order)
    .map(({ created, life, size }) => {
      const ends = created < 0 ? life : created + life;
      const outlives = ends >= BURST_SECONDS;
      return `${created < 0 ? '' : created.toFixed(3)},${outlives ? '' : ends.toFixed(3)},${size}`;
    });
};

const before = (draw: Stream): Drawn[] =>
  Array.from({ length: 60 }, () => ({ created: -1, life: draw.exponential(1_500), size: sizeOf(draw) }));

const background = (draw: Stream): Drawn[] => {
  const drawn: Drawn[] = [];
  for (let at = draw.exponential(24); at < BURST_SECONDS; at += draw.exponential(24)) {
    drawn.push({ created: at, life: draw.lognormal(750, 1.2), size: sizeOf(draw) });
  }
  return drawn;
};

const bursts = (streams: Streams): Drawn[] =>
  Array.from({ length: BURSTS }, (_, index) => {
    const draw = streams.of('burst', index);
    // one in each of six equal parts of the first 110 minutes, so that the last one is still seen at work
    const at = ((index + draw.uniform()) * 6_600) / BURSTS;
    const size = sizeOf(draw);
    return Array.from({ length: 20 + draw.integer(61) }, () => ({
      created: at + 1.2 * draw.uniform(),
      life: draw.lognormal(1_200, 0.6),
      size,
    }));
  }).flat();

const sizeOf = (draw: Stream): string => SIZES[draw.integer(SIZES.length)]!;
