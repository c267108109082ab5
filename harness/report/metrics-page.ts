/**
 * docs/metrics.md: every metric of a result document, printed from the definitions that the score computes by.
 *
 * Left out: how to read a table of them; the README says that.
 */
import { SUBJECTS } from '../measure/score.ts';
import type { Definitions } from '../measure/metric.ts';
import { aligned, cell } from './markdown.ts';
import { CRITERIA } from '../measure/ranking.ts';

const directions = { lower: 'lower', higher: 'higher', neither: '–' } as const;

const tableOf = (definitions: Definitions): readonly string[] =>
  aligned([
    ['metric', 'unit', 'better', 'definition', 'source'],
    ...Object.entries(definitions).map(([key, { unit, better, about, source }]) => [
      `\`${key}\``,
      cell(unit),
      directions[better],
      cell(about),
      cell(source),
    ]),
  ]);

export const metricsPage = (): string =>
  [
    '# Metrics',
    '',
    'Printed by `npm run -s figures -- --print-metrics`; a test keeps it true. Sections are of the specification of metrics.',
    '',
    'd(t) is demand, the least replicas that keep the objective at the load of t (of a lifecycle trace: the domains that it',
    'wants); s(t) supply, replicas ready to serve; b(t) what is billed; T the length of the replay. They are step functions,',
    'and every integral is exact between their changes, never sampled. Simulated values are exact: the same inputs give the',
    'same number. With several seeds a value is the mean, with its 95 % interval by Student’s t. A value is null where it is',
    'not defined: no set-up completed, no request arrived, no time had demand.',
    '',
    ...Object.entries(SUBJECTS).flatMap(([subject, definitions]) => [
      `## ${subject}`,
      '',
      ...tableOf(definitions),
      '',
    ]),
    '## Ranking',
    '',
    'Policies are ranked by pairwise wins: the share of (opponent, metric) pairs that a policy wins, half for a tie,',
    'seed by seed on the same arrivals, with its interval over seeds. The metrics',
    `that count are ${CRITERIA.map(({ key }) => `\`${key}\``).join(', ')}.`,
    'On the Pareto front are the pairs of policy and variant that nothing beats in both `billed_vm_hours` and',
    '`sla_violation_request_fraction`. Bounds (oracle, peak, static, last-value) stand beside the policies and do not compete. A',
    'geometric score hides a single disaster, so the metrics always stand beside it.',
    '',
    '## Left out',
    '',
    '- Prices: an hour of a domain is the currency; multiply by yours.',
    '- The loss against an oracle that pays the set-up latency (only the oracle without latency is replayed).',
    '- Metrics by phase of the trace (ramp, plateau, burst): give `--from` and `--to`.',
    '',
  ].join('\n');
