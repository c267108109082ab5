/**
 * What a person reads after a replay: what the trace is, what was assumed, a row per variant, where the time went, and
 * what the fixes buy.
 *
 * A function of the result document, so the text is the same bytes each time. Left out: figures and the page.
 */
import { createColors } from 'picocolors';
import type { MetricResult, ResultDocument, VariantResult } from '../result/document.ts';
import { ingestLines } from './ingest-report.ts';
import {
  changePercent,
  counted,
  entry,
  NONE,
  number,
  percent,
  table,
  withHalfWidth,
  wrapped,
  type Column,
} from './text.ts';
import { lastSentence } from './verdict.ts';

export interface ReportOptions {
  /** Headings in bold; nothing else depends on it. */
  readonly colour?: boolean;
  /** Every assumed parameter, and every station that was waited for. */
  readonly detail?: boolean;
}

const shown = (metric: MetricResult | undefined, factor = 1): string => {
  if (metric === undefined || metric.value === null) return NONE;
  const { value, interval } = metric;
  return interval === undefined
    ? number(value * factor)
    : withHalfWidth(value * factor, ((interval.high - interval.low) / 2) * factor);
};

/** `62 % less`, `same`: better and worse are said, not implied by a sign. */
const against = (stock: number | null | undefined, value: number | null | undefined): string => {
  if (stock === null || stock === undefined || value === null || value === undefined) return NONE;
  if (value === stock) return 'same';
  // the lag loss can be a gain, and then the cost is below 0: no share of it says anything
  if (stock <= 0 || value < 0) return NONE;
  return `${changePercent(Math.abs((value - stock) / stock))} % ${value < stock ? 'less' : 'more'}`;
};

/** Short names of the fixes, for a table of 80 columns; the legend below it says what they are. */
const short: Readonly<Record<string, string>> = {
  'parallel-boot': 'boot',
  'xenstore-cache': 'cache',
  'local-scrub': 'scrub',
};

const rowName = ({ name, fixes }: VariantResult): string =>
  fixes.length > 1 && name === fixes.join('+') ? fixes.map((fix) => short[fix] ?? fix).join('+') : name;

const columns: readonly Column[] = [
  { head: ['variant'], align: 'left' },
  { head: ['set-up', 'p50 [s]'], align: 'right' },
  { head: ['set-up', 'p99 [s]'], align: 'right' },
  { head: ['destroy', 'p99 [s]'], align: 'right' },
  { head: ['SLA', 'missed [%]'], align: 'right' },
  { head: ['indirect', 'cost [VM·h]'], align: 'right' },
  { head: ['cost', 'vs stock'], align: 'right' },
];

const variantRow = (variant: VariantResult, stock: VariantResult | undefined): string[] => {
  const { metrics } = variant;
  const cost = 'indirect_cost_vm_hours';
  return [
    rowName(variant),
    shown(metrics['setup_p50_s']),
    shown(metrics['setup_p99_s']),
    shown(metrics['destroy_p99_s']),
    shown(metrics['sla_violation_request_fraction'], 100),
    shown(metrics[cost]),
    variant === stock ? NONE : against(stock?.metrics[cost]?.value, metrics[cost]?.value),
  ];
};

const isIdeal = (variant: VariantResult): boolean => variant.name === 'ideal';

const variantTable = (document: ResultDocument): string[] => {
  const stock = document.variants.find((variant) => variant.name === 'stock');
  const rows = [...document.variants.filter((one) => !isIdeal(one)), ...document.variants.filter(isIdeal)];
  const joined = rows.some((variant) => rowName(variant) !== variant.name);
  const legend = Object.entries(short).map(([fix, word]) => `${word}: ${fix}`);
  const notes = [
    ...(joined ? [legend.join(', ')] : []),
    ...(rows.some(isIdeal) ? ['ideal: no latency of set-up or destroy'] : []),
    ...(document.seeds.length > 1
      ? [`±: half of a 95 % interval of the mean over ${document.seeds.length} seeds`]
      : []),
  ];
  return [
    ...table(
      columns,
      rows.map((variant) => variantRow(variant, stock)),
    ),
    ...(notes.length === 0 ? [] : wrapped(notes.join('; '))),
  ];
};

const boundLines = (document: ResultDocument): string[] =>
  document.bounds.flatMap(({ name, metrics }) => {
    const missed = metrics['sla_violation_request_fraction'];
    const billed = metrics['billed_vm_hours'];
    const share = missed === undefined || missed.value === null ? NONE : percent(missed.value);
    return entry(name, `SLA missed ${share} %, billed ${number(billed?.value ?? null)} VM-hours`);
  });

interface StationTime {
  readonly station: string;
  readonly waited: number;
  readonly served: number;
}

/** Time per station of one task, longest wait first, then by name. */
const byStation = ({ waits }: VariantResult, task: 'creation' | 'destruction'): StationTime[] => {
  const stations = new Map<string, StationTime>();
  for (const wait of waits.filter((one) => one.task === task)) {
    const before = stations.get(wait.station) ?? { station: wait.station, waited: 0, served: 0 };
    stations.set(wait.station, {
      station: wait.station,
      waited: before.waited + wait.waited_s,
      served: before.served + wait.served_s,
    });
  }
  return [...stations.values()].toSorted(
    (a, b) => b.waited - a.waited || b.served - a.served || (a.station < b.station ? -1 : 1),
  );
};

const TOP = 3;
/** A smaller share of the time is the rounding of a microsecond. */
const WORTH_SAYING = 1e-4;

const timeRows = (stock: VariantResult, task: 'creation' | 'destruction', detail: boolean): string[][] => {
  const [label, key] = task === 'creation' ? ['set-up', 'setups'] : ['destroy', 'destroys'];
  const tasks = stock.metrics[key]?.value ?? 0;
  const stations = byStation(stock, task);
  const total = stations.reduce((sum, { waited, served }) => sum + waited + served, 0);
  if (tasks === 0 || total === 0) return [];
  const rows = detail
    ? stations
    : stations.filter(({ waited }) => waited >= total * WORTH_SAYING).slice(0, TOP);
  if (rows.length === 0) return [[label, 'waited for nothing', '0', '0', number(total / tasks)]];
  return rows.map(({ station, waited, served }, i) => [
    i === 0 ? label : '',
    station,
    number(waited / tasks),
    percent(waited / total),
    number(served / tasks),
  ]);
};

const timeTable = (document: ResultDocument, detail: boolean): string[] => {
  const stock = document.variants.find((variant) => variant.name === 'stock');
  if (stock === undefined) return [];
  const rows = [...timeRows(stock, 'creation', detail), ...timeRows(stock, 'destruction', detail)];
  if (rows.length === 0) return ['  no set-up or destroy was completed'];
  const head: readonly Column[] = [
    { head: ['of a'], align: 'left' },
    { head: ['station'], align: 'left' },
    { head: ['waited for', 'mean [s]'], align: 'right' },
    { head: ['share of', 'its time [%]'], align: 'right' },
    { head: ['served', 'mean [s]'], align: 'right' },
  ];
  return table(head, rows).map((line) => `  ${line}`);
};

const withOptions = (options: Readonly<Record<string, unknown>>): string =>
  Object.entries(options)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join('; ');

const assumedLines = (document: ResultDocument, detail: boolean): string[] => {
  const { host, guest, policies, seeds, workload } = document;
  const assumed = host.parameters.filter(({ source }) => source.kind === 'assumed');
  const choices = withOptions({ ...document.trace.ingest.choices, ...workload.options });
  const seedText = seeds.length === 1 ? String(seeds[0]) : `${seeds[0]!} to ${seeds.at(-1)!}`;
  return [
    ...entry(
      'host',
      `${host.name}; ${counted(host.parameters.length, 'parameter')}, ${assumed.length} of them assumed`,
    ),
    ...entry('guest', guest),
    ...policies.flatMap(({ name, options }, i) => {
      const given = withOptions(options);
      return entry(i === 0 ? 'policy' : '', given === '' ? name : `${name} (${given})`);
    }),
    ...entry(seeds.length === 1 ? 'seed' : 'seeds', seedText),
    ...(choices === '' ? [] : entry('choices', choices)),
    ...(detail
      ? assumed.flatMap(({ name, value, unit, range, source }, i) =>
          entry(
            i === 0 ? 'assumed' : '',
            `${name} ${number(value)} ${unit} (${number(range[0])} to ${number(range[1])}): ${source.text}`,
          ),
        )
      : []),
  ];
};

/** What the trace holds; an autoscaler can be given the domains of a lifecycle trace as a load. */
const traceKind = ({ trace }: ResultDocument): 'lifecycle' | 'load' =>
  trace.ingest.domains === undefined ? 'load' : 'lifecycle';

/** The report as text of at most 80 columns, without a final newline. */
export const replayReport = (document: ResultDocument, options: ReportOptions = {}): string => {
  const { bold } = createColors(options.colour ?? false);
  const detail = options.detail ?? false;
  const { trace, partial } = document;
  const times = timeTable(document, detail);
  const warnings = [...new Set([...trace.ingest.warnings, ...document.warnings])];
  const sections: string[][] = [
    ...(partial === undefined
      ? []
      : [[bold(`INTERRUPTED: ${partial.replaysDone} of ${counted(partial.replaysPlanned, 'replay')} done`)]]),
    [
      bold('Trace'),
      ...ingestLines({ ...trace.ingest, path: trace.path, sha256: trace.sha256 }, traceKind(document)),
    ],
    [bold('Assumed'), ...assumedLines(document, detail)],
    [bold('Variants'), ...variantTable(document)],
    ...(document.bounds.length === 0 ? [] : [[bold('Bounds, on the ideal host'), ...boundLines(document)]]),
    ...(times.length === 0 ? [] : [[bold('Where the time went, stock'), ...times]]),
    ...(warnings.length === 0
      ? []
      : [
          [
            bold('Warnings'),
            ...warnings.flatMap((text) => wrapped(text, 78).map((l, i) => (i === 0 ? `- ${l}` : `  ${l}`))),
          ],
        ]),
    wrapped(lastSentence(document)).map(bold),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
};
