/**
 * What is known of a moment of a replay: who asked, what everybody waited for, and the answer in one sentence.
 *
 * Left out: how it is laid out on a page (explain-report).
 */
import { inSeconds, type Micros, type Moment } from '../../model/kernel/units.ts';
import type { DecisionRow } from '../../model/recording.ts';
import { byStation, type StationSum } from './account.ts';
import { answerOf } from './answer.ts';
import { clock } from './moment.ts';
import { requestsOf, type Requests } from './requests.ts';
import type { Rerun } from './rerun.ts';
import { tasksIn, type Piece, type Task, type Window } from './tasks.ts';

export const EXPLANATION_SCHEMA = 'xenreplay/explanation/1';

/** What the trace asked for in one second. */
export interface AskedSecond {
  readonly at: number;
  readonly creations: number;
  readonly destructions: number;
}

export interface Explanation {
  readonly result: string;
  readonly trace: string;
  readonly startedAt: string | undefined;
  readonly workload: 'lifecycle' | 'load';
  readonly variant: string;
  /** Its label in the result. */
  readonly policy: string;
  readonly seed: number;
  readonly at: Moment;
  /** Half before the moment, half after, within the replay. */
  readonly window: Window;
  /** Of a load: what was decided in the window, and the last decision before it. */
  readonly decisions: readonly DecisionRow[];
  readonly decidedBefore: DecisionRow | undefined;
  /** Seconds of the window in which something was asked for, most first. */
  readonly asked: readonly AskedSecond[];
  /** Asked for or under way in the window, in the order of asking. */
  readonly tasks: readonly Task[];
  readonly stations: readonly StationSum[];
  readonly answer: string;
}

/** @param width  of the window, half of it before the moment and half after */
export const explain = (
  { at, planned, policy, report, recording, document }: Rerun,
  result: string,
  width: Micros,
): Explanation => {
  const { horizon } = recording;
  const window = { from: Math.max(0, at - width / 2), to: Math.min(horizon, at + width / 2) };
  const requests = requestsOf(planned.workload, planned.plan.lifecycle, recording);
  const tasks = tasksIn(recording, requests, window);
  const within = (moment: number): boolean => moment >= window.from && moment <= window.to;
  const decisions = recording.decisions.filter((row) => within(row.at));
  const decidedBefore = recording.decisions.findLast((row) => row.at < window.from);
  const { seed, variant, workload } = recording;
  return {
    result,
    trace: document.trace.path,
    startedAt: report.startedAt,
    workload,
    variant,
    policy,
    seed,
    at,
    window,
    decisions,
    decidedBefore,
    asked: askedSeconds(requests, window),
    tasks,
    stations: byStation(tasks),
    answer: answerOf({
      at,
      window,
      tasks,
      decisions,
      decidedBefore,
      policy,
      nearest: nearestTo(requests, at),
    }),
  };
};

const inWindow = (moments: Iterable<number>, { from, to }: Window): readonly number[] =>
  [...moments].filter((moment) => moment >= from && moment <= to);

const askedSeconds = ({ creations, destructions }: Requests, window: Window): readonly AskedSecond[] => {
  const seconds = new Map<number, { creations: number; destructions: number }>();
  const add = (moments: Iterable<number>, key: 'creations' | 'destructions'): void => {
    for (const moment of inWindow(moments, window)) {
      const second = moment - (moment % 1_000_000);
      const counts = seconds.get(second) ?? { creations: 0, destructions: 0 };
      counts[key] += 1;
      seconds.set(second, counts);
    }
  };
  add(creations.values(), 'creations');
  add(destructions.values(), 'destructions');
  return [...seconds]
    .map(([at, counts]) => ({ at, ...counts }))
    .toSorted((a, b) => b.creations + b.destructions - a.creations - a.destructions || a.at - b.at);
};

/** The request next to the moment, either way; of equals, the earlier. */
const nearestTo = ({ creations, destructions }: Requests, at: number): number | undefined => {
  let nearest: number | undefined;
  for (const moments of [creations, destructions]) {
    for (const moment of moments.values()) {
      const nearer =
        nearest === undefined ? -1 : Math.abs(moment - at) - Math.abs(nearest - at) || moment - nearest;
      if (nearer < 0) nearest = moment;
    }
  }
  return nearest;
};

/** The longest first; of equals, the first that was asked for. */
export const longestOf = (tasks: readonly Task[], most: number): readonly Task[] =>
  tasks.toSorted((a, b) => b.ended - b.asked - (a.ended - a.asked)).slice(0, most);

const written = ({ kind, domain, host, asked, ended, pieces }: Task): unknown => ({
  task: kind,
  domain,
  host: host ?? null,
  asked_s: inSeconds(asked),
  took_s: inSeconds(ended - asked),
  pieces: pieces.map(({ phase, station, state, from, to }: Piece) => ({
    phase,
    station,
    state,
    from_s: inSeconds(from),
    took_s: inSeconds(to - from),
  })),
});

const writtenDecision = ({ at, from, to, reason, ready, starting, utilisation }: DecisionRow): unknown => ({
  at_s: inSeconds(at),
  from,
  to,
  reason,
  ready,
  starting,
  // NaN, where there is no sample yet, becomes null
  utilisation,
});

/** The bytes of an explanation: times are seconds since the start of the replay. */
export const explanationJson = (explanation: Explanation, rows: number): string => {
  const { at, window, decisions, decidedBefore, asked, tasks, stations, startedAt, ...rest } = explanation;
  const shown = longestOf(tasks, rows);
  const document = {
    schema: EXPLANATION_SCHEMA,
    ...rest,
    started_at: startedAt ?? null,
    at: clock(at),
    at_s: inSeconds(at),
    window_s: [inSeconds(window.from), inSeconds(window.to)],
    decisions: decisions.map(writtenDecision),
    decided_before: decidedBefore === undefined ? null : writtenDecision(decidedBefore),
    asked: asked.map(({ at: when, ...counts }) => ({ at_s: inSeconds(when), ...counts })),
    tasks: shown.map(written),
    more: tasks.length - shown.length,
    stations: stations.map(({ task, station, waited, served, waiting, waitedMax }) => ({
      task,
      station,
      waited_s: inSeconds(waited),
      served_s: inSeconds(served),
      waiting,
      waited_max_s: inSeconds(waitedMax),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
