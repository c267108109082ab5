/**
 * The options of `replay`, said once: for the parser and for `--help`.
 *
 * Defaults stand in the campaign, which also knows how a value is read. Left out: everything that would have to be loaded
 * to say it.
 */
import { defaults, flagNames, sloDefault, spelled, type FlagName } from '../campaign/defaults.ts';

interface OptionText {
  readonly argument: string;
  /** With the unit where there is one; the default is added. */
  readonly about: string;
}

export const experimentOptions: Readonly<Record<FlagName, OptionText>> = {
  format: { argument: 'NAME', about: 'one that trace list names; auto: by content' },
  read: { argument: 'K=V,…', about: 'how it is read: trace --help lists it' },
  policy: { argument: 'LIST', about: 'hpa(min=2),./mine.ts, all; auto: trace or hpa' },
  fixes: { argument: 'LIST', about: 'variants, as in parallel-boot,all,latency=12s' },
  host: { argument: 'PROFILE', about: 'xen-4.6|4.8|4.10|4.17|4.21, +XENSTORED' },
  guest: { argument: 'KIND', about: 'pv|hvm|pvh, a dash, unikernel|tinyx|debian' },
  seed: { argument: 'N', about: 'of every random draw' },
  seeds: { argument: 'N', about: 'so many from --seed up; from 2 on with intervals' },
  slo: {
    argument: 'DURATION',
    about: `set-up time (${sloDefault.lifecycle}), of a load response (${sloDefault.load})`,
  },
  isoSla: { argument: 'SHARE', about: 'how much must stand to miss only this share' },
  from: { argument: 'DURATION', about: 'begin so long after the trace begins' },
  to: { argument: 'DURATION', about: 'end so long after the trace begins' },
  scale: { argument: 'FACTOR', about: 'load times this; auto: to fit the hosts' },
  utilisationAs: { argument: 'WHAT', about: 'of 100 %: 20replicas, or shape: to scale' },
  placement: { argument: 'RULE', about: 'creations within a bin: start|spread|seeded' },
  gaps: { argument: 'RULE', about: 'rows missing in a load: hold|zero|error|drop' },
  destroy: { argument: 'RULE', about: 'at its time or after its lifetime: wall|lifetime' },
  censored: { argument: 'RULE', about: 'there before the trace: preboot|boot|drop' },
  hosts: { argument: 'N', about: 'hosts; auto: as many as the peak needs' },
  neighbours: { argument: 'N', about: 'others on each host; auto: 0, for a load 100' },
  requests: { argument: 'HOW', about: 'of a load: fluid, or each by itself: each' },
  tick: { argument: 'DURATION', about: 'between two decisions; auto: the policy’s own' },
  memory: { argument: 'SIZE', about: 'of a replica (load)' },
  vcpus: { argument: 'N', about: 'of a replica (load)' },
};

const RESULTS = 'results/runs';

export const outputOptions = {
  out: { argument: 'DIR', about: 'folder of the document and the page', default: RESULTS },
  workers: { argument: 'N', about: 'threads; changes no result; auto: as many as pay', default: 'auto' },
  json: { about: 'the result document instead of the report' },
  detail: { about: 'report every assumed parameter and every station' },
  report: { about: 'no page beside the document (NAME.html)' },
  'print-config': { about: 'print what would be replayed, and stop' },
} as const;

const line = (flag: string, about: string, value?: string): string =>
  `  ${flag.padEnd(23)}${about}${value === undefined ? '' : ` [${value}]`}`;

/** The text of `replay --help`: an example first, then every option with its default; 80 columns. */
export const replayHelp = (): string => {
  const experiment = flagNames.map((name) =>
    line(
      `--${spelled(name)} ${experimentOptions[name].argument}`,
      experimentOptions[name].about,
      defaults[name],
    ),
  );
  const { out, workers, json, detail, report } = outputOptions;
  return [
    'npm run replay -- traces/samples/burst.csv',
    '',
    `Replays each TRACE on every variant of the host: report on stdout, document in`,
    `${RESULTS}. A DURATION has a unit (us ms s min h d), a SIZE too (KiB MiB GiB).`,
    '',
    'Usage: npm run replay -- TRACE… [options]                [defaults in brackets]',
    ...experiment,
    line(`--out ${out.argument}`, out.about, out.default),
    line(`--workers ${workers.argument}`, workers.about, workers.default),
    line('--json', json.about),
    line('--detail', detail.about),
    line('--no-report', report.about),
    line('--print-config', outputOptions['print-config'].about),
    '',
  ].join('\n');
};
