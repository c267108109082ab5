/**
 * SLA violations and indirect cost on traces: the shipped samples, and real ones where they lie beside the repository.
 *
 * Each is the campaign that `replay` runs. Left out: policies other than the default, which `replay --policy` has.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { experimentOf } from '../campaign/experiment.ts';
import { runCampaign } from '../campaign/campaign.ts';
import type { ResultDocument } from '../result/document.ts';
import type { Inside } from '../work/pieces.ts';
import {
  compared,
  rounded,
  type Drawing,
  type Family,
  type Figure,
  type Row,
  type Setting,
} from './figure.ts';
import { lookOfVariant, variantColour, variantShape } from './style.ts';

/** From `dist/harness/figures/` to the package. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const shared = process.env['XENREPLAY_SHARED'] ?? join(root, '../shared');

interface TraceEntry {
  readonly path: string;
  readonly label: string;
  readonly flags?: Readonly<Record<string, string>>;
}

const samples: readonly TraceEntry[] = [
  { path: join(root, 'traces/samples/burst.csv'), label: 'burst (synthetic domains)' },
  { path: join(root, 'traces/samples/flash-crowd.csv'), label: 'flash-crowd (synthetic load)' },
];

const realOnes: readonly TraceEntry[] = [
  {
    path: join(shared, 'traces/azure-v1-vmtable/vmtable.csv'),
    label: 'Azure 2017 vmtable',
  },
  {
    path: join(shared, 'traces/alibaba-dlrm-2025/disaggregated_DLRM_trace.csv.gz'),
    label: 'Alibaba DLRM 2025, 12 h',
    flags: { to: '12h' },
  },
  {
    path: join(shared, 'traces/nab/realTweets/Twitter_volume_AAPL.csv.gz'),
    label: 'Twitter AAPL (NAB), 1 d',
    flags: { to: '1d' },
  },
];

const measures = {
  sla_violation_request_fraction: { label: 'SLA violations [%]', factor: 100 },
  indirect_cost_vm_hours: { label: 'indirect cost [VM·h]', factor: 1 },
} as const;
type Key = keyof typeof measures;

const documentOf = (entry: TraceEntry, setting: Setting, { signal, told }: Inside): Promise<ResultDocument> =>
  runCampaign(
    experimentOf({
      ...entry.flags,
      trace: entry.path,
      fixes: compared.map(({ name }) => name).join(','),
      host: setting.profile.name,
      seed: String(setting.seeds[0]!),
      seeds: String(setting.seeds.length),
    }),
    { workers: 'auto', progress: ({ done, total }) => told(done / total), signal },
  );

/** Value and interval of one metric of one variant; a single seed has no interval. */
const rowOf = (document: ResultDocument, label: string, variant: string, key: Key): Row => {
  const metric = document.variants.find(({ name }) => name === variant)?.metrics[key];
  const value = metric?.value ?? null;
  const interval = metric?.interval;
  const scaled = (number: number | null | undefined): number | null =>
    number === null || number === undefined ? null : rounded(number * measures[key].factor);
  return {
    trace: label,
    measure: measures[key].label,
    variant,
    value: scaled(value),
    low95: scaled(interval?.low ?? value),
    high95: scaled(interval?.high ?? value),
  };
};

const drawn = async (
  drawing: Drawing,
  name: string,
  title: string,
  entries: readonly TraceEntry[],
): Promise<Figure> => {
  const rows: Row[] = [];
  for (const [index, entry] of entries.entries()) {
    const told = (share: number): void => drawing.told((index + share) / entries.length);
    const document = await documentOf(entry, drawing, { told, signal: drawing.signal });
    // what an interrupt left of it would be no figure
    await drawing.within((index + 1) / entries.length);
    for (const key of Object.keys(measures) as Key[]) {
      for (const { name: variant } of compared) rows.push(rowOf(document, entry.label, variant, key));
    }
  }
  const seeds = drawing.seeds.length;
  return {
    name,
    title,
    caption:
      `Domains are replayed as they were created and destroyed (SLA: set up within 10 s); a load is served by replicas ` +
      `that the Kubernetes HPA starts and stops (SLA: response within 0.5 s). Indirect cost: hours of starting and ` +
      `stopping domains, and of missing replicas, that a host without latency does not have. Guest: Debian, boots in 3 s. ` +
      `Host ${drawing.profile.name}; ${seeds > 1 ? `mean of ${seeds} seeds with 95 % intervals.` : 'one seed.'}`,
    rows,
    spec: specOf(entries.map(({ label }) => label)),
  };
};

/** Where all variants have nothing of it, a mark that is not seen gives the axis a length. */
const UNSEEN = 1;

/** A dot for each variant, since a bar would need a zero that none of them is near. */
const specOf = (labels: readonly string[]): Readonly<Record<string, unknown>> => {
  const variant = { field: 'variant', type: 'nominal', sort: compared.map(({ name }) => name) };
  const encoding = { y: { ...variant, axis: { title: null } }, color: { ...variantColour, legend: null } };
  const value = {
    field: 'value',
    type: 'quantitative',
    scale: { zero: true },
    axis: { title: null, format: '~g' },
  };
  return {
    facet: {
      row: {
        field: 'trace',
        type: 'nominal',
        sort: labels,
        title: null,
        header: { labelAngle: 0, labelAlign: 'left', labelLimit: 340 },
      },
      column: {
        field: 'measure',
        type: 'nominal',
        sort: Object.values(measures).map(({ label }) => label),
        title: null,
      },
    },
    resolve: { scale: { x: 'independent' } },
    spec: {
      width: 280,
      height: 110,
      transform: [lookOfVariant],
      layer: [
        {
          mark: { type: 'point', opacity: 0 },
          transform: [
            { joinaggregate: [{ op: 'max', field: 'high95', as: 'most' }], groupby: ['trace', 'measure'] },
            { filter: 'datum.most === 0' },
            { calculate: String(UNSEEN), as: 'unseen' },
          ],
          encoding: { x: { ...value, field: 'unseen' } },
        },
        {
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { ...encoding, x: { ...value, field: 'low95' }, x2: { field: 'high95' } },
        },
        {
          mark: { type: 'point', filled: false, strokeWidth: 2, size: 70, fill: 'white' },
          encoding: { ...encoding, x: value, shape: { ...variantShape, legend: null } },
        },
      ],
    },
  };
};

const onSamples: Family = {
  name: 'traces',
  effort: ({ seeds }) => 1.6 * seeds.length,
  draw: (drawing) =>
    drawn(drawing, 'traces', 'SLA violations and indirect cost on the sample traces', samples),
};

const thereOf = (): readonly TraceEntry[] => realOnes.filter(({ path }) => existsSync(path));

const onRealOnes: Family = {
  name: 'traces-real',
  effort: ({ seeds }) => (thereOf().length === 0 ? 0 : 3.2 * seeds.length),
  draw: (drawing) => {
    const there = thereOf();
    if (there.length === 0) {
      return Promise.resolve(undefined);
    }
    return drawn(
      drawing,
      'traces-real',
      'SLA violations and indirect cost on real traces',
      drawing.quick ? there.slice(-1) : there,
    );
  },
};

export const traceFigures: readonly Family[] = [onSamples, onRealOnes];
