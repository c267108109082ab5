/**
 * Two versions of the harness, timed in turns: A B B A, slice by slice, in fresh processes every round, two of each.
 *
 * What disturbs the machine for longer than a slice disturbs both; what is peculiar to one process (where its code and
 * heap happened to lie) is drawn anew each round. A round's value is the median over its slices. Left out: the judgement.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { median } from 'simple-statistics';
import { InputError } from '../../model/kernel/faults.ts';
import { breath, isInterrupt, type Watch } from '../work/pieces.ts';
import type { Answers, Asked } from './contender.ts';

export interface TurnsPlan {
  readonly rounds: number;
  /** Slices of each side per round and benchmark, in pairs A B, B A. */
  readonly pairs: number;
  /** Processor time of a slice, µs, about. */
  readonly slice: number;
  /** Share of the warm-up that a benchmark asks for; below 1 only to see that it runs. */
  readonly warmth: number;
  /** Benchmarks by name; undefined: all that both sides have. */
  readonly only: readonly string[] | undefined;
}

/** For tests: one short round. */
export const quickTurns: TurnsPlan = { rounds: 1, pairs: 1, slice: 100, warmth: 0.001, only: undefined };

export const wholeTurns: TurnsPlan = { rounds: 20, pairs: 9, slice: 15_000, warmth: 1, only: undefined };

export interface Timed {
  readonly bench: string;
  readonly unit: string;
  /** ns per unit, a value per round. */
  readonly base: readonly number[];
  readonly head: readonly number[];
}

export interface TurnsResult {
  readonly timed: readonly Timed[];
  readonly counts: { readonly base: Answers['counts']; readonly head: Answers['counts'] };
}

/**
 * After an interrupt, of the rounds that were finished.
 *
 * @param base  folder of a built checkout
 * @param head  folder of another, or the same
 * @throws {InputError} when one of them has nothing to time, or they share no benchmark
 */
export const turnsOfTwo = async (
  base: string,
  head: string,
  plan: TurnsPlan,
  watch: Watch,
): Promise<TurnsResult> => {
  const programs = { base: await contenderIn(base), head: await contenderIn(head) };
  const values = new Map<string, { unit: string; base: number[]; head: number[] }>();
  let counts: TurnsResult['counts'] = { base: [], head: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    const a = teamOf(programs.base);
    const b = teamOf(programs.head);
    try {
      const [ours, theirs] = [a[0]!, b[0]!];
      const benches = sharedBenches(
        await ours.ask({ ask: 'benches' }),
        await theirs.ask({ ask: 'benches' }),
        plan,
      );
      if (round === 0)
        counts = { base: await ours.ask({ ask: 'counts' }), head: await theirs.ask({ ask: 'counts' }) };
      const costs: { readonly base: number; readonly head: number }[] = [];
      for (const [i, shared] of benches.entries()) {
        const done = round * benches.length + i;
        watch.progress({ done, total: plan.rounds * benches.length, label: 'timings' });
        costs.push(await inPairs(a, b, shared, plan, round, watch));
      }
      for (const [i, { bench, unit }] of benches.entries()) {
        const one = values.get(bench) ?? { unit, base: [], head: [] };
        values.set(bench, one);
        one.base.push(costs[i]!.base);
        one.head.push(costs[i]!.head);
      }
    } catch (fault) {
      if (!isInterrupt(fault, watch)) throw fault;
      break;
    } finally {
      for (const one of [...a, ...b]) one.end();
    }
  }
  return { timed: [...values].map(([bench, one]) => ({ bench, ...one })), counts };
};

const contenderIn = async (folder: string): Promise<string> => {
  const path = join(resolve(folder), 'dist/harness/bench/contender.js');
  await access(path).catch(() => {
    throw new InputError(
      `${folder}: no dist/harness/bench/contender.js in it; both sides are built checkouts of xenreplay that have ` +
        `bench rounds; run npm ci && npm run build there`,
    );
  });
  return path;
};

type Benches = Answers['benches'];

const sharedBenches = (base: Benches, head: Benches, { only }: TurnsPlan): Benches => {
  const known = new Set(head.map(({ bench }) => bench));
  const shared = base.filter(({ bench }) => known.has(bench));
  const unknown = only?.find((name) => !shared.some(({ bench }) => bench === name));
  if (unknown !== undefined || shared.length === 0) {
    const names = shared.map(({ bench }) => `"${bench}"`).join(', ');
    throw new InputError(
      unknown === undefined
        ? 'bench rounds: the two checkouts share no benchmark; time versions that are closer'
        : `--only: found "${unknown}"; both sides have ${names}`,
    );
  }
  return only === undefined ? shared : shared.filter(({ bench }) => only.includes(bench));
};

interface Contender {
  readonly ask: <A extends Asked>(asked: A) => Promise<Answers[A['ask']]>;
  readonly end: () => void;
}

const started = (program: string): Contender => {
  const child: ChildProcess = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    ask: (asked) =>
      new Promise((answered, failed) => {
        const ended = (status: number | null): void =>
          failed(new Error(`${program} ended with status ${status} in the middle of a round`));
        child.once('exit', ended);
        child.once('message', (message) => {
          child.off('exit', ended);
          answered(message as never);
        });
        child.send(asked);
      }),
    end: () => child.kill(),
  };
};

/** Processes of a side in a round; a slice costs what it costs the cheaper one, so that one in a slow mode does not count. */
const TEAM = 2;
type Team = readonly Contender[];
const teamOf = (program: string): Team => Array.from({ length: TEAM }, () => started(program));

/**
 * ns per unit of both; who is first alternates. The base's is the median over its slices, the head's that times the median
 * over the pairs of head over base: the two slices of a pair met the same machine, those of a round need not.
 */
const inPairs = async (
  a: Team,
  b: Team,
  known: Benches[number],
  { pairs, slice, warmth }: TurnsPlan,
  round: number,
  watch: Watch,
): Promise<{ base: number; head: number }> => {
  const { bench } = known;
  const warmUp = Math.ceil(known.warmUp * warmth);
  const units = await warmed(a, bench, warmUp, slice, watch);
  await warmed(b, bench, warmUp, slice, watch);
  const costs: number[] = [];
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    await breath(watch);
    const baseFirst = (pair + round) % 2 === 0;
    const first = await costOf(baseFirst ? a : b, bench, units);
    const second = await costOf(baseFirst ? b : a, bench, units);
    costs.push(baseFirst ? first : second);
    ratios.push(baseFirst ? second / first : first / second);
  }
  const base = median(costs);
  return { base, head: base * median(ratios) };
};

/** ns of processor time per unit of one slice, of the cheapest of the team. */
const costOf = async (team: Team, bench: string, units: number): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (const one of team) {
    const { cpu, units: done } = await one.ask({ ask: 'slice', bench, units });
    least = Math.min(least, (Math.max(cpu, 1) * 1_000) / done);
  }
  return least;
};

/** In so many parts, so that the cost of the last ones is that of compiled code. */
const WARM_UP_PARTS = 20;

/** Works until everything is compiled. @returns units that take about a slice */
const warmed = async (
  team: Team,
  bench: string,
  warmUp: number,
  slice: number,
  watch: Watch,
): Promise<number> => {
  const costs: number[] = [];
  for (let part = 0; part < WARM_UP_PARTS; part += 1) {
    await breath(watch);
    costs.push(await costOf(team, bench, Math.ceil(warmUp / WARM_UP_PARTS)));
  }
  return Math.ceil((slice * 1_000) / median(costs.slice(-WARM_UP_PARTS / 4)));
};
