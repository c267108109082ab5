/**
 * An explanation as text: why it scaled, a timeline of what everybody waited for, sums by station, and the answer.
 *
 * A function of the explanation, 80 columns, the same bytes each time. Left out: colour, since letters say it all.
 */
import type { DecisionRow } from '../../model/recording.ts';
import {
  counted,
  entry,
  listed,
  NONE,
  number,
  percent,
  table,
  tally,
  wrapped,
  type Column,
} from '../report/text.ts';
import type { StationSum } from './account.ts';
import { longestOf, type Explanation } from './explanation.ts';
import { clock } from './moment.ts';
import type { Task } from './tasks.ts';
import { timeline } from './timeline.ts';

const WIDTH = 80;
/** Decisions, or seconds of a trace, that are listed one by one. */
const MOST_CAUSES = 8;

/** @param rows  creations and destructions that are drawn, at most */
export const explainReport = (explanation: Explanation, rows: number): string =>
  [
    ...heading(explanation),
    '',
    ...why(explanation),
    '',
    ...timelineLines(explanation.tasks, rows),
    ...stationLines(explanation.stations),
    ...wrapped(explanation.answer),
    '',
  ].join('\n');

const heading = ({ result, trace, startedAt, variant, policy, seed, at, window }: Explanation): string[] => [
  'Moment',
  ...entry('result', result),
  ...entry('trace', trace),
  ...entry('replay', `${variant}, policy ${policy}, seed ${seed}`),
  ...entry(
    'at',
    `${clock(at)} (from ${clock(window.from)} to ${clock(window.to)}) after ${startedAt ?? 'its start'}`,
  ),
];

const right = (...head: string[]): Column => ({ head, align: 'right' });

const why = (explanation: Explanation): readonly string[] =>
  explanation.workload === 'load' ? decisionLines(explanation) : askedLines(explanation);

const decisionLines = ({ at, decisions, decidedBefore, policy }: Explanation): readonly string[] => {
  const near = decisions
    .toSorted(
      (a, b) =>
        Number(b.from !== b.to) - Number(a.from !== a.to) || Math.abs(a.at - at) - Math.abs(b.at - at),
    )
    .slice(0, MOST_CAUSES)
    .toSorted((a, b) => a.at - b.at);
  const shown = near.length > 0 ? near : decidedBefore === undefined ? [] : [decidedBefore];
  const note = near.length > 0 ? '' : ': nothing new in the window, the last before it';
  if (shown.length === 0)
    return [`Why it scaled, ${policy}`, '  nothing was decided before or in the window'];
  const columns: readonly Column[] = [
    right('decided'),
    right('ready'),
    right('starting'),
    right('used [%]'),
    right('replicas'),
  ];
  const [head, ...rows] = table(columns, shown.map(decisionRow));
  const room = WIDTH - head!.length - 4;
  const lines = rows.flatMap((row, i) =>
    wrapped(shown[i]!.reason, room).map(
      (part, line) => `  ${(line === 0 ? row : '').padEnd(head!.length)}  ${part}`,
    ),
  );
  return [
    `Why it scaled, ${policy}${note}`,
    `  ${head!}  reason`,
    ...lines,
    ...more(decisions.length - near.length, 'decision'),
  ];
};

const decisionRow = ({ at, from, to, ready, starting, utilisation }: DecisionRow): string[] => [
  clock(at),
  tally(ready),
  tally(starting),
  Number.isNaN(utilisation) ? NONE : percent(utilisation),
  from === to ? String(to) : `${from} → ${to}`,
];

const askedLines = ({ asked }: Explanation): readonly string[] => {
  const shown = asked.slice(0, MOST_CAUSES).toSorted((a, b) => a.at - b.at);
  if (shown.length === 0) return ['Why it scaled', '  the trace asked for nothing in the window'];
  return [
    'Why it scaled: the trace asked for it',
    ...table(
      [right('second'), right('creations'), right('destructions')],
      shown.map(({ at, creations, destructions }) => [clock(at), tally(creations), tally(destructions)]),
    ).map((line) => `  ${line}`),
    ...more(asked.length - shown.length, 'second'),
  ];
};

const more = (count: number, what: string): readonly string[] =>
  count > 0 ? [`  … and ${counted(count, `${what} more`, `${what}s more`)}`] : [];

const timelineLines = (tasks: readonly Task[], rows: number): readonly string[] => {
  if (tasks.length === 0) return [];
  const shown = longestOf(tasks, rows);
  const rest = tasks.length - shown.length;
  const chart = timeline(shown);
  const notes = chart.length - shown.length - 1;
  const kinds = (['creation', 'destruction'] as const)
    .map((kind) => ({ kind, count: tasks.filter((task) => task.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => counted(count, kind));
  return [
    `What they waited for: ${listed(kinds)}, ${rest === 0 ? '' : `the ${shown.length} `}longest first`,
    ...chart.slice(0, chart.length - notes),
    ...(rest === 0 ? [] : [`  … and ${rest} more`]),
    ...chart.slice(chart.length - notes),
    '',
  ];
};

const stationLines = (stations: readonly StationSum[]): readonly string[] => {
  const rows = stations.filter(({ waited, served }) => waited + served >= SMALLEST);
  if (rows.length === 0) return [];
  const columns: readonly Column[] = [
    { head: ['sum of', 'all'], align: 'left' },
    { head: ['station'], align: 'left' },
    right('waited', '[s]'),
    right('served', '[s]'),
    right('that', 'waited'),
    right('longest', '[s]'),
  ];
  const cells = rows.map(({ task, station, waited, served, waiting, waitedMax }, i) => [
    rows[i - 1]?.task === task ? '' : `${task}s`,
    station,
    tenths(waited),
    tenths(served),
    tally(waiting),
    tenths(waitedMax),
  ]);
  return [...table(columns, cells, 78).map((line) => `  ${line}`), ''];
};

/** µs. */
const SMALLEST = 100;

/** Seconds, to a tenth of a millisecond: what is less is the rounding of stations. */
const tenths = (span: number): string => number(Math.round(span / SMALLEST) / 10_000);
