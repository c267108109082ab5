/**
 * How far a campaign is, on standard error: one line redrawn on a terminal, else a line per 10 %.
 *
 * Left out: speed and time to go; they would differ from run to run.
 */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being done, in a few words: `parallel-boot, seed 3`. */
  readonly label: string;
}

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

/** Tenths that are done, and the line that says so. */
const told = ({ done, total, label }: Progress): { tenth: number; line: string } => {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
  const line = `${String(Math.floor(share * 100)).padStart(3)} %  ${done} of ${total}  ${label}`;
  return { tenth: Math.floor(share * 10), line };
};

export const progressOn = (stream: Terminal): ProgressLine => {
  if (stream.isTTY === true) {
    // some terminals say that they have 0 columns
    const room = stream.columns !== undefined && stream.columns > 1 ? stream.columns - 1 : 79;
    let drawn = false;
    return {
      show: (progress) => {
        stream.write(`${ERASE}${told(progress).line.slice(0, room)}`);
        drawn = true;
      },
      clear: () => {
        if (drawn) stream.write(ERASE);
        drawn = false;
      },
    };
  }
  let last = 0;
  return {
    show: (progress) => {
      const { tenth, line } = told(progress);
      if (tenth <= last) return;
      last = tenth;
      stream.write(`${line}\n`);
    },
    clear: () => undefined,
  };
};
