/**
 * A chart of letters: one row per creation or destruction, time to the right, a letter per kind of wait.
 *
 * A column of text is a round span of time and shows what took most of it. Where the tasks lie so far apart that each
 * would be a letter or two, every row begins at its own request instead. Left out: which tasks are shown and in what order;
 * rows are drawn as they come.
 */
import { span } from '../report/text.ts';
import { clock } from './moment.ts';
import { allKinds, kindOf } from './stations.ts';
import type { Piece, Task } from './tasks.ts';

const WIDTH = 80;
const SECOND = 1_000_000;
/** Columns from one mark of the scale to the next. */
const MARK = 10;
/** Tasks are drawn from their own request on where all of them together last this many times the longest. */
const FAR_APART = 10;

/** Spans of a column whose tenfold is round: 1, 2, 5 of each decade up to 5 s, then what makes minutes, hours, days. */
const roundSpans: readonly number[] = [
  ...[1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].flatMap((decade) => [decade, 2 * decade, 5 * decade]),
  ...[6, 12, 30, 60, 180, 360, 720, 1_440, 2_160, 4_320, 8_640].map((seconds) => seconds * SECOND),
];

/** The smallest round span of which `columns` hold the length. */
export const columnSpan = (length: number, columns: number): number => {
  const largest = roundSpans.at(-1)!;
  return (
    roundSpans.find((one) => one * columns > length) ?? largest * Math.ceil((length + 1) / columns / largest)
  );
};

export const letterOf = ({ phase, station, state }: Piece): string => {
  const { letter } = kindOf(phase, station, state);
  return state === 'waited' ? letter : letter.toLowerCase();
};

/** What took most of the column; of equals, the first. */
const letterIn = (pieces: readonly Piece[], from: number, to: number): string | undefined => {
  const lengths = new Map<string, number>();
  for (const piece of pieces) {
    const shared = Math.min(piece.to, to) - Math.max(piece.from, from);
    const letter = letterOf(piece);
    if (shared > 0) lengths.set(letter, (lengths.get(letter) ?? 0) + shared);
  }
  return [...lengths].toSorted(([, a], [, b]) => b - a)[0]?.[0];
};

/** A task that took no time is a point. */
const rowOf = ({ asked, pieces }: Task, start: number, column: number, columns: number): string =>
  Array.from({ length: columns }, (_column, i) => {
    const from = start + i * column;
    const point = pieces.length === 0 && asked >= from && asked < from + column;
    return point ? '·' : (letterIn(pieces, from, from + column) ?? ' ');
  }).join('');

/** A round span in its own unit, without the zeros that a measured one is owed: `10 s`, `1.5 h`. */
const round = (seconds: number): string => {
  const [figures, unit] = span(seconds).split(' ') as [string, string];
  return `${Number(figures)} ${unit}`;
};

const scaleOf = (column: number, columns: number): string => {
  let line = '';
  for (let at = 0; at < columns; at += MARK) {
    const mark = at === 0 ? '|0 s' : `|+${round((at * column) / SECOND)}`;
    if (at + mark.length <= columns) line = line.padEnd(at) + mark;
  }
  return line;
};

const legend = (tasks: readonly Task[]): readonly string[] => {
  const used = new Set(
    tasks.flatMap(({ pieces }) =>
      pieces.map(({ phase, station, state }) => kindOf(phase, station, state).letter),
    ),
  );
  return allKinds.filter(({ letter }) => used.has(letter)).map(({ letter, about }) => `${letter} ${about}`);
};

/**
 * @returns  lines of at most 80 columns: scale, a row per task, and the legend; none without tasks
 */
export const timeline = (tasks: readonly Task[]): readonly string[] => {
  if (tasks.length === 0) return [];
  const first = tasks.reduce((least, { asked }) => Math.min(least, asked), Infinity);
  const last = tasks.reduce((most, { ended }) => Math.max(most, ended), first);
  const longest = tasks.reduce((most, { asked, ended }) => Math.max(most, ended - asked), 0);
  const apart = last - first > FAR_APART * longest && longest > 0;
  const heads = ['domain', 'host', ...(apart ? ['asked'] : []), 'took'];
  const labels = tasks.map(({ kind, domain, host, asked, ended }) => [
    `${kind === 'creation' ? '+' : '−'}${domain}`,
    host === undefined ? 'none' : String(host),
    ...(apart ? [clock(asked, 1)] : []),
    span((ended - asked) / SECOND),
  ]);
  const widths = heads.map((head, i) => Math.max(head.length, ...labels.map((label) => label[i]!.length)));
  const left = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => cell.padStart(widths[i]!)).join('  ')}  `;
  const columns = WIDTH - left(heads).length;
  const column = columnSpan(apart ? longest : last - first, columns);
  const row = (task: Task, i: number): string =>
    (left(labels[i]!) + rowOf(task, apart ? task.asked : first, column, columns)).trimEnd();
  const parts = legend(tasks);
  return [
    left(heads) + scaleOf(column, columns),
    ...tasks.map(row),
    `  0 s is ${apart ? 'when each was asked for' : clock(first)}, a column ${round(column / SECOND)}; + creation, − destruction`,
    ...(parts.length === 0
      ? []
      : [
          '  capital: waits, small: is served; the wait of a step, retries included, first',
          ...filled(parts, WIDTH - 4),
        ]),
  ];
};

/** Entries in lines, none broken in two. */
const filled = (entries: readonly string[], room: number): readonly string[] => {
  const lines: string[] = [];
  for (const entry of entries) {
    const longer = lines.length === 0 ? entry : `${lines.at(-1)!}  ${entry}`;
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(entry);
  }
  return lines.map((line) => `    ${line}`);
};
