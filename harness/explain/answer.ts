/**
 * The last sentence of an explanation: what happened at the moment, and what it waited for most.
 *
 * Left out: what would help; replaying the variants says that.
 */
import { inSeconds } from '../../model/kernel/units.ts';
import type { DecisionRow } from '../../model/recording.ts';
import { counted, span } from '../report/text.ts';
import { busiestSecond, byStation, lockHeld, meanTime, ROUNDING } from './account.ts';
import { clock } from './moment.ts';
import type { Task, Window } from './tasks.ts';

interface Facts {
  readonly at: number;
  readonly window: Window;
  readonly tasks: readonly Task[];
  readonly decisions: readonly DecisionRow[];
  readonly decidedBefore: DecisionRow | undefined;
  readonly policy: string;
  /** The request next to the moment, where there is any. */
  readonly nearest: number | undefined;
}

export const answerOf = (facts: Facts): string => {
  const { decisions, nearest, tasks, window } = facts;
  const scaled = decisions.filter(({ from, to }) => from !== to);
  if (tasks.length === 0 && scaled.length === 0) return nothing(facts, nearest);
  const begun = (kind: Task['kind']): readonly Task[] =>
    tasks.filter((task) => task.kind === kind && task.asked >= window.from);
  const creations = begun('creation');
  const destructions = begun('destruction');
  const decision = scaled.toSorted((a, b) => Math.abs(a.at - facts.at) - Math.abs(b.at - facts.at))[0];
  const opening =
    decision === undefined
      ? burst(creations, destructions, tasks, window)
      : `At ${clock(decision.at)} ${facts.policy} went from ${decision.from} to ${counted(decision.to, 'replica')} (${decision.reason})`;
  return [opening, ...clauses(tasks)].join('; ');
};

const nothing = (
  { at, decidedBefore, decisions, policy, window }: Facts,
  nearest: number | undefined,
): string => {
  const last = decisions.findLast((row) => row.at <= at) ?? decidedBefore;
  const quiet = `Nothing was asked for or under way from ${clock(window.from)} to ${clock(window.to)}`;
  const held = last === undefined ? '' : `; ${policy} kept ${counted(last.to, 'replica')} (${last.reason})`;
  const next =
    nearest === undefined
      ? '; nothing ever was'
      : `; the next to it was asked for at ${clock(nearest)}, ${span(inSeconds(Math.abs(nearest - at)))} ${nearest < at ? 'earlier' : 'later'}`;
  return quiet + held + next;
};

const burst = (
  creations: readonly Task[],
  destructions: readonly Task[],
  tasks: readonly Task[],
  window: Window,
): string => {
  const [noun, begun] =
    creations.length > 0 ? (['domain', creations] as const) : (['destruction', destructions] as const);
  if (begun.length === 0) {
    return `At ${clock(window.from)} ${counted(tasks.length, 'creation or destruction', 'creations and destructions')} of before ${tasks.length === 1 ? 'was' : 'were'} still under way`;
  }
  const { at, count } = busiestSecond(begun.map(({ asked }) => asked));
  return `At ${clock(at)} ${counted(count, noun)} ${count === 1 ? 'was' : 'were'} asked for${count === 1 ? '' : ' within 1 s'}`;
};

/** Of a task's time, on average: a shorter wait is no reason of anything. */
const LITTLE = 0.01;

/** What creations and destructions around the moment took on average, and waited for most. */
const clauses = (tasks: readonly Task[]): readonly string[] =>
  (['creation', 'destruction'] as const).flatMap((kind) => {
    const same = tasks.filter((task) => task.kind === kind);
    if (same.length === 0) return [];
    const mean = meanTime(same);
    const [longest] = byStation(same);
    const took = `${counted(same.length, kind)} around it took ${span(inSeconds(mean))}${same.length === 1 ? '' : ' on average'}`;
    if (longest === undefined || longest.waited <= mean * same.length * ROUNDING)
      return [`${took} and waited for nothing`];
    const wait = inSeconds(longest.waited / same.length);
    const share = longest.waited / same.length / mean;
    if (share < LITTLE) return [`${took}, less than 1 % of it waiting for any one station`];
    const held = longest.station === 'xl lock' ? lockHeld(same) : undefined;
    return [
      `${took}, ${span(wait)} of it (${Math.round(share * 100)} %) waiting for ${the(longest.station)}` +
        (held === undefined
          ? ''
          : `, which ${same.length === 1 ? 'it' : 'each'} held for ${span(inSeconds(held))}`),
    ];
  });

/** Some stations are names, and take no article. */
const the = (station: string): string =>
  /^(xenstored|room on|its own|xenwatch|memory)/.test(station) ? station : `the ${station}`;
