/**
 * `bench speed`: every benchmark of the harness itself, in one process, one after the other.
 *
 * `quick` is each of them on its smallest input, so that a test can keep them from rotting; its measured numbers mean
 * nothing. Left out: a judgement over time; two timings from two machines compare the machines.
 */
import { benchHold, type HoldPlan } from './hold.ts';
import { benchIngest, type IngestPlan } from './ingest.ts';
import { benchChurn, benchStorm, countLifecycle, type ChurnPlan } from './lifecycles.ts';
import { benchMemory, type MemoryPlan } from './memory.ts';
import type { Row } from './row.ts';
import { benchStart } from './start.ts';

interface SpeedPlan {
  readonly hold: HoldPlan;
  readonly counted: number;
  readonly storm: { readonly boots: number; readonly rounds: number };
  readonly churn: ChurnPlan;
  readonly ingest: IngestPlan;
  readonly memory: MemoryPlan;
  readonly starts: number;
}

const whole: SpeedPlan = {
  hold: { pending: [1_000, 100_000, 1_000_000], holds: 1_000_000, rounds: 9 },
  counted: 10_000,
  storm: { boots: 10_000, rounds: 3 },
  churn: { events: [10_000, 100_000, 1_000_000, 10_000_000], rounds: 5 },
  ingest: { rows: 200_000, rounds: 5 },
  memory: { domains: 10_000, lifecycles: 100_000 },
  starts: 15,
};

const quick: SpeedPlan = {
  hold: { pending: [100, 1_000], holds: 1_000, rounds: 1 },
  counted: 10,
  storm: { boots: 10, rounds: 1 },
  churn: { events: [100, 1_000], rounds: 1 },
  ingest: { rows: 100, rounds: 1 },
  memory: { domains: 100, lifecycles: 10 },
  starts: 1,
};

export interface SpeedReport {
  readonly schema: 'xenreplay/speed/1';
  readonly quick: boolean;
  readonly node: string;
  readonly rows: readonly Row[];
}

export interface SpeedOptions {
  readonly quick: boolean;
  /** Told what is about to run. */
  readonly progress: (bench: string) => void;
}

export const benchSpeed = async (options: SpeedOptions): Promise<SpeedReport> => {
  const plan = options.quick ? quick : whole;
  const benches: readonly (readonly [string, () => readonly Row[] | Promise<readonly Row[]>])[] = [
    ['hold model', () => benchHold(plan.hold)],
    ['lifecycle', () => countLifecycle(plan.counted)],
    ['lock storm', () => benchStorm(plan.storm.boots, plan.storm.rounds)],
    ['churn', () => benchChurn(plan.churn)],
    ['memory', () => benchMemory(plan.memory)],
    ['ingest', () => benchIngest(plan.ingest)],
    ['start', () => benchStart(plan.starts)],
  ];
  const rows: Row[] = [];
  for (const [name, bench] of benches) {
    options.progress(name);
    const found = await bench();
    rows.push(...(options.quick ? found.map(untimed) : found));
  }
  return { schema: 'xenreplay/speed/1', quick: options.quick, node: process.version, rows };
};

/** A time of a moment is held to nothing. */
const untimed = ({ target, ...row }: Row): Row =>
  row.kind === 'exact' && target !== undefined ? { ...row, target } : row;
