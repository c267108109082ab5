/**
 * What a person reads after a replay: what the trace is, what was assumed, a row per variant, where the time went, and
 * what the fixes buy.
 *
 * A function of the result document, so the text is the same bytes each time. Left out: figures and the page.
 */
import { createColors } from 'picocolors';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { headroomTable, headroomTitle } from './headroom-report.ts';
import { ingestLines } from './ingest-report.ts';
import { frontTable, rankingTable } from './ranking-report.ts';
import { counted, entry, number, percent, table, tally, wrapped, type Column } from './text.ts';
import { variantTable } from './variant-table.ts';
import { lastSentence } from './verdict.ts';

export interface ReportOptions {
  /** Headings in bold; nothing else depends on it. */
  readonly colour?: boolean;
  /** Every assumed parameter, and every station that was waited for. */
  readonly detail?: boolean;
}

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

const timeTable = ({ policies, variants }: ResultDocument, detail: boolean): string[] => {
  const { label } = policies[0]!;
  const stock = variants.find(({ name, policy }) => name === 'stock' && policy === label);
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

/** `hpa (target=60%), every 15 s, means of 15 s, 15 s late`. */
export const policyText = ({ label, name, options, setting }: ResultDocument['policies'][number]): string => {
  const given = withOptions(options);
  const what = given === '' ? name : `${name} (${given})`;
  const called = label === name || label.startsWith(`${name}(`) ? what : `${label}: ${what}`;
  const [tick, sample, delay] = [setting?.['tick_s'], setting?.['sample_s'], setting?.['metric_delay_s']];
  if (tick === undefined || sample === undefined || delay === undefined) return called;
  return `${called}, every ${tally(tick)} s, means of ${tally(sample)} s, ${tally(delay)} s late`;
};

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
    ...policies.flatMap((policy, i) =>
      entry(i > 0 ? '' : policies.length === 1 ? 'policy' : 'policies', policyText(policy)),
    ),
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
  const headroom = headroomTable(document);
  const several = document.policies.length > 1;
  const [ranking, front] = several ? [rankingTable(document), frontTable(document)] : [[], []];
  const under = several ? ` under ${document.policies[0]!.label}` : '';
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
    ...(headroom.length === 0 ? [] : [[bold(headroomTitle(document)), ...headroom]]),
    ...(ranking.length === 0 ? [] : [[bold('Policies ranked by pairwise wins'), ...ranking]]),
    ...(front.length === 0 ? [] : [[bold('Pareto front: cost against SLA missed'), ...front]]),
    ...(times.length === 0 ? [] : [[bold(`Where the time went, stock${under}`), ...times]]),
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
