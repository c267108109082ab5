/**
 * Long work in pieces: how far it is, and where it can stop.
 *
 * Between two pieces the event loop has a turn, since an interrupt is heard in no other way; so a piece should take less
 * than a second, or be made of smaller ones. Left out: how it is shown, and what an interrupt is (cli/).
 */
import { setImmediate } from 'node:timers/promises';

/** How far a long work is. */
export interface Progress {
  readonly done: number;
  /** Undefined where nobody knows: of a file that a server sends without its size. */
  readonly total: number | undefined;
  /** What is being done, in a few words: `parallel-boot, seed 3`. */
  readonly label: string;
  /** Of the time that all of it takes, 0 to 1, where pieces take unlike times; else done of total. */
  readonly share?: number;
}

/** What somebody who waits hands to a long work. */
export interface Watch {
  readonly progress: (progress: Progress) => void;
  /** Aborted when it is to stop. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A turn of the event loop, in which an interrupt is heard.
 *
 * @throws {DOMException} an AbortError once the work is to stop
 */
export const breath = async ({ signal }: Pick<Watch, 'signal'>): Promise<void> => {
  await setImmediate();
  signal?.throwIfAborted();
};

/** Told inside a piece that so much of it is done, 0 to 1; rejects where the work is to stop. */
export type Within = (share: number) => Promise<void>;

/** Nobody waits, and nobody interrupts. */
export const unwatched: Within = () => Promise.resolve();

/** Of a work that is one piece, told as so many of something. */
export const withinOf =
  (watch: Watch, total: number, label: string): Within =>
  async (share) => {
    watch.progress({ done: Math.floor(share * total), total, label, share });
    await breath(watch);
  };

export interface Piece<T> {
  readonly label: string;
  /** How long it takes, beside the others; 1 where nothing is said. */
  readonly weight?: number;
  readonly run: (within: Within, inside: Inside) => T | Promise<T>;
}

/** What a piece is told that hands a part of its work on. */
export interface Inside {
  /** Says how much of the piece is done, 0 to 1, without a turn of the event loop. */
  readonly told: (share: number) => void;
  readonly signal: AbortSignal | undefined;
}

export interface Finished<T> {
  /** What the pieces gave, in their order. */
  readonly made: readonly T[];
  /** Labels of those that an interrupt left undone, each once; empty where all is done. */
  readonly missing: readonly string[];
}

/** One piece after the other; after an interrupt those that were finished before it. */
export const inPieces = async <T>(pieces: readonly Piece<T>[], watch: Watch): Promise<Finished<T>> => {
  const total = pieces.length;
  const all = pieces.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const made: T[] = [];
  let before = 0;
  try {
    for (const { label, weight = 1, run } of pieces) {
      const told = (part: number): void => {
        const share = (before + part * weight) / all;
        watch.progress({ done: made.length + Math.floor(part), total, label, share });
      };
      told(0);
      await breath(watch);
      const within: Within = async (part) => {
        told(part);
        await breath(watch);
      };
      const one = await run(within, { told, signal: watch.signal });
      told(1);
      made.push(one);
      before += weight;
    }
  } catch (fault) {
    if (!isInterrupt(fault, watch)) throw fault;
  }
  return { made, missing: [...new Set(pieces.slice(made.length).map(({ label }) => label))] };
};

/** Whether a fault says no more than that the work was to stop. */
export const isInterrupt = (fault: unknown, { signal }: Pick<Watch, 'signal'>): boolean =>
  signal?.aborted === true && fault instanceof DOMException && fault.name === 'AbortError';
