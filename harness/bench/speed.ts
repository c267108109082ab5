/**
 * `bench speed`: every benchmark of the harness itself, in one process, one after the other.
 *
 * `quick` is each of them on its smallest input, so that a test can keep them from rotting; its measured numbers mean
 * nothing. Left out: a judgement over time; two timings from two machines compare the machines.
 */
import { benchHold, type HoldPlan } from './hold.ts';
import { benchIngest, type IngestPlan } from './ingest.ts';
import { benchLarge, type LargePlan } from './large.ts';
import { benchChurn, benchStorm, countLifecycle, type ChurnPlan } from './lifecycles.ts';
import { benchMemory, type MemoryPlan } from './memory.ts';
import type { Row } from './row.ts';
import { benchStart } from './start.ts';
import { inPieces, type Piece, type Watch } from '../work/pieces.ts';

interface SpeedPlan {
  readonly hold: HoldPlan;
  readonly counted: number;
  readonly storm: { readonly boots: number; readonly rounds: number };
  readonly churn: ChurnPlan;
  readonly ingest: IngestPlan;
  readonly memory: MemoryPlan;
  readonly starts: number;
  readonly large: LargePlan;
}

const whole: SpeedPlan = {
  hold: { pending: [1_000, 100_000, 1_000_000], holds: 1_000_000, rounds: 9 },
  counted: 10_000,
  storm: { boots: 10_000, rounds: 3 },
  churn: { events: [10_000, 100_000, 1_000_000, 10_000_000], slice: 100_000 },
  ingest: { rows: 500_000, rounds: 5 },
  memory: { domains: 10_000, lifecycles: 100_000 },
  starts: 15,
  large: { rows: 2_700_000 },
};

const quick: SpeedPlan = {
  hold: { pending: [100, 1_000], holds: 1_000, rounds: 1 },
  counted: 10,
  storm: { boots: 10, rounds: 1 },
  churn: { events: [100, 1_000], slice: 100 },
  ingest: { rows: 100, rounds: 1 },
  memory: { domains: 100, lifecycles: 10 },
  starts: 1,
  large: { rows: 100 },
};

export interface SpeedReport {
  readonly schema: 'xenreplay/speed/1';
  readonly quick: boolean;
  readonly node: string;
  /** There when it was interrupted: benchmarks that are missing. */
  readonly partial?: readonly string[];
  readonly rows: readonly Row[];
}

/** Weights: seconds of each on a machine of 2 cores. */
export const benchSpeed = async (isQuick: boolean, watch: Watch): Promise<SpeedReport> => {
  const plan = isQuick ? quick : whole;
  const pieces: readonly Piece<readonly Row[]>[] = [
    { label: 'hold model', weight: 51, run: (within) => benchHold(plan.hold, within) },
    { label: 'lifecycle', weight: 1, run: () => countLifecycle(plan.counted) },
    {
      label: 'lock storm',
      weight: 9,
      run: (within) => benchStorm(plan.storm.boots, plan.storm.rounds, within),
    },
    { label: 'churn', weight: 53, run: (within) => benchChurn(plan.churn, within) },
    { label: 'memory', weight: 56, run: (within) => benchMemory(plan.memory, within) },
    { label: 'ingest', weight: 90, run: (within) => benchIngest(plan.ingest, within) },
    { label: 'start', weight: 5, run: (within) => benchStart(plan.starts, within) },
    { label: 'large', weight: 260, run: (within) => benchLarge(plan.large, within) },
  ];
  const { made, missing } = await inPieces(pieces, watch);
  const rows = made.flat();
  return {
    schema: 'xenreplay/speed/1',
    quick: isQuick,
    node: process.version,
    ...(missing.length === 0 ? {} : { partial: missing }),
    rows: isQuick ? rows.map(untimed) : rows,
  };
};

/** A time of a moment is held to nothing. */
const untimed = ({ target, ...row }: Row): Row =>
  row.kind === 'exact' && target !== undefined ? { ...row, target } : row;
