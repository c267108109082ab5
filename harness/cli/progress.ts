/**
 * How far a long job is and how long it will still take, on standard error: one line redrawn on a terminal, else one after
 * two seconds and one per 10 %, and none of a job that is over in a second.
 *
 * The time left is what is left of the work at the pace so far; it is told from two seconds on, since before that nobody
 * wonders and the pace is not known. Of work whose end nobody knows, what is done is told, in a log whenever twice the time
 * has passed. Left out: pauses of the machine.
 */
import type { Progress } from '../work/pieces.ts';

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Takes the redrawn line away; a log keeps its lines. */
  readonly clear: () => void;
}

interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const ERASE = '\r\u001B[K';

/** Before that no time left is told, ms. */
const PATIENCE = 2_000;
/** Before that a log has no line, ms. */
const SILENCE = 1_000;

interface Told {
  /** A log has one line of each: tenths that are done, or doublings of the time. */
  readonly step: number;
  readonly line: string;
  /** ms since the start. */
  readonly spent: number;
}

const told = (progress: Progress, spent: number): Told => {
  const { done, total, label } = progress;
  if (total === undefined) {
    const step = Math.floor(Math.log2(Math.max(spent, PATIENCE) / PATIENCE));
    return { step, line: `       ${done}  ${label}`, spent };
  }
  const share = Math.min(1, Math.max(0, progress.share ?? (total > 0 ? done / total : 1)));
  const left =
    share > 0 && share < 1 && spent >= PATIENCE ? `  ${timeLeft((spent * (1 - share)) / share)} left` : '';
  const line = `${String(Math.floor(share * 100)).padStart(3)} %  ${done} of ${total}  ${label}${left}`;
  return { step: Math.floor(share * 10), line, spent };
};

/** `12 s`, `4 min`, `2 h`: as exact as a guess deserves. */
const timeLeft = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 100) return `${seconds} s`;
  return seconds < 6_000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3_600)} h`;
};

/**
 * The job begins when it is first told of.
 *
 * @param clock  ms, from any zero
 */
export const progressOn = (stream: Terminal, clock: () => number = () => performance.now()): ProgressLine => {
  let begun: number | undefined;
  const now = (progress: Progress): Told => {
    begun ??= clock();
    return told(progress, clock() - begun);
  };
  if (stream.isTTY === true) {
    // some terminals say that they have 0 columns
    const room = stream.columns !== undefined && stream.columns > 1 ? stream.columns - 1 : 79;
    let drawn = false;
    return {
      show: (progress) => {
        stream.write(`${ERASE}${now(progress).line.slice(0, room)}`);
        drawn = true;
      },
      clear: () => {
        if (drawn) stream.write(ERASE);
        drawn = false;
      },
    };
  }
  let last = -1;
  return {
    show: (progress) => {
      const { step, line, spent } = now(progress);
      // a first line as soon as somebody may wonder, then those of whole steps
      if (step <= last || spent < (step === 0 ? PATIENCE : SILENCE)) return;
      last = step;
      stream.write(`${line}\n`);
    },
    clear: () => undefined,
  };
};
