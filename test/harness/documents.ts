/** Result documents made by hand, small enough to check by eye. */
import { documentOf, SCHEMA, type ResultDocument } from '../../harness/result/document.ts';

const units: Readonly<Record<string, string>> = {
  sla_violation_request_fraction: '1',
  setup_p50_s: 's',
  setup_p99_s: 's',
  destroy_p99_s: 's',
  setups: 'count',
  destroys: 'count',
  billed_vm_hours: 'VM·h',
  indirect_cost_vm_hours: 'VM·h',
};

/** [set-up p50, set-up p99, destroy p99, SLA missed, indirect cost]; a half-width behind each makes an interval. */
export type Scores = readonly (number | null)[];

export interface Making {
  readonly setups?: number;
  readonly destroys?: number;
  /** Label of the policy; `trace`, unless given. */
  readonly policy?: string;
  /** Half-widths of the five scores; then the document has five seeds. */
  readonly halves?: readonly number[];
}

export const variantOf = (
  name: string,
  fixes: readonly string[],
  scores: Scores,
  making: Making = {},
): unknown => {
  const keys = [
    'setup_p50_s',
    'setup_p99_s',
    'destroy_p99_s',
    'sla_violation_request_fraction',
    'indirect_cost_vm_hours',
  ];
  const { setups = 3000, destroys = 2900, halves } = making;
  const scored = keys.map((key, i) => {
    const value = scores[i] ?? null;
    const half = halves?.[i];
    const interval =
      value === null || half === undefined
        ? {}
        : { interval: { low: value - half, high: value + half, level: 0.95, seeds: 5 } };
    return [key, { value, unit: units[key]!, better: 'lower', kind: 'exact', ...interval }] as const;
  });
  const counts = Object.entries({ setups, destroys }).map(
    ([key, value]) => [key, { value, unit: 'count', better: 'higher', kind: 'exact' }] as const,
  );
  const metrics = Object.fromEntries([...scored, ...counts]);
  return { policy: making.policy ?? 'trace', name, fixes, metrics, waits: [], law: 'held' };
};

const boot = 'parallel-boot';
const cache = 'xenstore-cache';
const scrub = 'local-scrub';

/** The waits of stock: 3000 set-ups that take 20 s each, 2900 destroys that take 4 s each. */
export const stockWaits = [
  { station: 'xl lock', task: 'creation', phase: 'lock', waited_s: 48_000, served_s: 0 },
  { station: 'xenstored', task: 'creation', phase: 'make', waited_s: 3_000, served_s: 900 },
  { station: 'xenstored', task: 'creation', phase: 'devices', waited_s: 1_500, served_s: 600 },
  { station: 'dom0', task: 'creation', phase: 'devices', waited_s: 600, served_s: 3_000 },
  { station: 'xenwatch', task: 'creation', phase: 'devices', waited_s: 300, served_s: 2_100 },
  { station: 'domctl lock', task: 'destruction', phase: 'free', waited_s: 8_700, served_s: 2_900 },
  { station: 'dom0', task: 'destruction', phase: 'devices', waited_s: 0, served_s: 0 },
];

/** Stock, the seven other combinations and the ideal. */
export const allVariants = (making: Making = {}): unknown[] => [
  { ...(variantOf('stock', [], [18.4, 41.2, 6.31, 0.124, 12.1], making) as object), waits: stockWaits },
  variantOf(boot, [boot], [1.31, 2.62, 6.29, 0.0412, 5.02], making),
  variantOf(cache, [cache], [15.2, 34.9, 6.31, 0.117, 10.4], making),
  variantOf(scrub, [scrub], [18.4, 41.2, 0.713, 0.124, 11.2], making),
  variantOf(`${boot}+${cache}`, [boot, cache], [0.982, 1.52, 6.28, 0.0151, 4.81], making),
  variantOf(`${boot}+${scrub}`, [boot, scrub], [1.31, 2.6, 0.702, 0.0409, 4.73], making),
  variantOf(`${cache}+${scrub}`, [cache, scrub], [15.2, 34.9, 0.711, 0.117, 10.1], making),
  variantOf('all', [boot, cache, scrub], [0.981, 1.3, 0.7, 0.0149, 4.6], making),
  variantOf('ideal', [], [0, 0, 0, 0, 0], making),
];

const ingest = {
  format: 'lifecycle-csv',
  bytes: 81_234,
  rowsRead: 3001,
  rowsUsed: 3000,
  dropped: [{ reason: 'memory is not a number', rows: 1, firstLine: 17 }],
  censoredStarts: 12,
  censoredEnds: 100,
  gaps: { count: 0, longestSeconds: 0 },
  duplicates: 0,
  backward: 0,
  zeroLifetimes: 15,
  bursts: { in1s: 84, in60s: 179, in300s: 195 },
  horizonSeconds: 86_400,
  domains: 3000,
  peakLive: 412,
  indexOfDispersion: 12.7,
  choices: { placement: 'start of a bin of 300 s' },
  warnings: [],
};

const rawDocument = {
  schema: SCHEMA,
  version: '0.1.0',
  commit: '2d2595d',
  again: 'npm run replay -- traces/samples/burst.csv',
  trace: { path: 'traces/samples/burst.csv', sha256: '3f2a91c04d1e'.padEnd(64, '0'), ingest },
  workload: { kind: 'lifecycle', options: { neighbours: 0, censored: 'preboot', destroy: 'wall', hosts: 1 } },
  host: {
    name: 'xen-4.8',
    parameters: [
      {
        name: 'toolstack.parse',
        value: 10_000,
        unit: 'µs',
        range: [5_000, 20_000],
        source: { kind: 'assumed', text: 'a fork, an exec and a configuration file' },
      },
      {
        name: 'machine.numaNodes',
        value: 4,
        unit: 'count',
        range: [1, 8],
        source: { kind: 'cited', text: 'Xen source: 4.8 numa.c' },
      },
    ],
  },
  guest: 'pv-debian',
  policies: [{ label: 'trace', name: 'trace', options: {} }],
  seeds: [1],
  variants: allVariants(),
  bounds: [],
  warnings: [],
};

/** A document with some parts replaced. */
export const documentWith = (changes: object = {}): ResultDocument =>
  documentOf({ ...rawDocument, ...changes });

/** Stock and all three fixes alone, nothing else. */
export const documentOfTwo = (stock: Scores, all: Scores, making: Making = {}): ResultDocument =>
  documentWith({
    variants: [variantOf('stock', [], stock, making), variantOf('all', [boot, cache, scrub], all, making)],
  });

/** VM-hours billed, SLA missed, indirect cost of one pair. */
type PairScores = readonly [billed: number, missed: number, cost: number];

const pairOf = (
  policy: string,
  name: string,
  fixes: readonly string[],
  [billed, missed, cost]: PairScores,
  half?: number,
): unknown => {
  const halves = half === undefined ? {} : { halves: [0, 0, 0, 0, 0] };
  const entry = variantOf(name, fixes, [1, 4, 3, missed, cost], { policy, ...halves }) as { metrics: object };
  const interval =
    half === undefined
      ? {}
      : { interval: { low: billed - half, high: billed + half, level: 0.95, seeds: 5 } };
  const hours = { value: billed, unit: 'VM·h', better: 'lower', kind: 'exact', ...interval };
  return { ...entry, metrics: { ...entry.metrics, billed_vm_hours: hours } };
};

export interface PolicyScores {
  readonly label: string;
  readonly stock: PairScores;
  readonly all: PairScores;
}

/** Several policies on stock, with all fixes, and without latency; a half-width of the hours makes five seeds of it. */
export const policiesDocument = (
  policies: readonly PolicyScores[],
  { half, options = { slo_quantile: 0.95 } }: { readonly half?: number; readonly options?: object } = {},
): ResultDocument =>
  documentWith({
    ...loadDocument(),
    workload: { kind: 'load', options },
    policies: policies.map(({ label }) => ({
      label,
      name: label,
      options: {},
      setting: { tick_s: 15, sample_s: 60, metric_delay_s: 30 },
    })),
    variants: policies.flatMap(({ label, stock, all }) => [
      pairOf(label, 'stock', [], stock, half),
      pairOf(label, 'all', [boot, cache, scrub], all, half),
      pairOf(label, 'ideal', [], [all[0], all[1], 0], half),
    ]),
  });

/** A load trace under HPA, five seeds, bounds and everything odd that a trace can be. */
export const loadDocument = (): ResultDocument =>
  documentWith({
    trace: {
      path: '/data/nab/realAWSCloudwatch/elb_request_count_8c0756_with_a_name_that_does_not_end.csv',
      sha256: '77aa'.padEnd(64, '1'),
      ingest: {
        ...ingest,
        format: 'nab',
        rowsRead: 4032,
        rowsUsed: 4021,
        dropped: [
          { reason: 'time is not a date', rows: 10, firstLine: 1044 },
          { reason: 'outside --from and --to', rows: 1, firstLine: 0 },
        ],
        censoredStarts: 0,
        censoredEnds: 0,
        gaps: { count: 2, longestSeconds: 3_720 },
        duplicates: 1,
        backward: 11,
        zeroLifetimes: 0,
        bursts: { in1s: Number.NaN, in60s: Number.NaN, in300s: 656 },
        horizonSeconds: 1_209_600,
        startedAt: '2014-04-10 00:04:00',
        domains: undefined,
        peakLive: undefined,
        steps: 4021,
        peak: 656,
        mean: 61.8,
        indexOfDispersion: Number.NaN,
        choices: { gaps: 'hold' },
        warnings: ['the clock runs backward 11 times (first in line 2001); the rows were sorted'],
      },
    },
    workload: {
      kind: 'load',
      options: { slo: '500ms', tick: '15s', scale: 0.5, hosts: 2, memory: '4GiB', vcpus: 2 },
    },
    policies: [{ label: 'hpa', name: 'hpa', options: { tolerance: '0.05', behavior: 'off' } }],
    seeds: [1, 2, 3, 4, 5],
    variants: allVariants({ policy: 'hpa', halves: [0.21, 0.84, 0.013, 0.0011, 0.32] }),
    bounds: ['oracle', 'peak', 'static'].map((name, i) => {
      const scores = [0, 0, 0, [0, 0, 0.32][i]!, 0];
      const bound = variantOf(name, [], scores, { policy: name }) as { metrics: object };
      const billed = { value: [120.4, 812, 200][i]!, unit: 'VM·h', better: 'lower', kind: 'exact' };
      return { ...bound, metrics: { ...bound.metrics, billed_vm_hours: billed } };
    }),
    warnings: ['2 of 5 seeds reached the largest number of replicas'],
  });
