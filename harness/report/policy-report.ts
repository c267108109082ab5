/**
 * Policies as text: what there is, what one of them takes, and which laws it keeps.
 *
 * Left out: results; the tables of a replay are replay-report's.
 */
import { described } from '../../model/policy/options.ts';
import { commonOptions, defaultCadence } from '../../model/policy/setting.ts';
import type { PolicyEntry } from '../../model/policy/contract.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import type { Law } from '../policy-check/laws.ts';
import { counted, entry, interruptedLines, tally, wrapped } from './text.ts';

const optionLines = (options: PolicyEntry['options'], indent: number): string[] => {
  const names = Object.keys(options);
  const column = indent + Math.min(26, Math.max(...names.map((name) => name.length))) + 2;
  return names.flatMap((name) =>
    name.length + indent + 2 > column
      ? [`${' '.repeat(indent)}${name}`, ...entry('', described(options[name]!), indent, column)]
      : entry(name, described(options[name]!), indent, column),
  );
};

const kindOf = ({ kind }: PolicyEntry): string => (kind === 'bound' ? ' (a bound: it knows the future)' : '');

/** Every policy: name, what it is, its options with their defaults; at the end the options that all of them have. */
export const policyList = (policies: readonly PolicyEntry[]): string =>
  [
    ...policies.flatMap((policy) => [
      policy.name + kindOf(policy),
      ...entry('', policy.about, 2, 2),
      ...(Object.keys(policy.options).length === 0 ? [] : optionLines(policy.options, 4)),
    ]),
    '',
    'Every policy has',
    ...optionLines(commonOptions, 4),
    '',
  ].join('\n');

/** How it computes, a line each, and how far that is upstream's. */
const ruleOf = ({ docs }: PolicyEntry): string[] =>
  docs === undefined
    ? []
    : [
        '',
        docs.standing === 'model' ? 'Rule, a model of what is not published' : 'Rule',
        ...docs.formula.flatMap((line) => entry('', line, 4, 4)),
        ...entry('', `rounding: ${docs.rounding}`, 4, 4),
        ...entry('', `left out: ${docs.leftOut}`, 4, 4),
        ...entry('', `source: ${docs.source}`, 4, 4),
      ];

/** One policy: what it is, when it decides, its options and those that every policy has. */
export const policyShown = (policy: PolicyEntry): string => {
  const { tick, sample, delay } = policy.cadence ?? defaultCadence;
  const seconds = (span: number): string => `${tally(inSeconds(span))} s`;
  const example = Object.keys(policy.options)[0];
  return [
    policy.name + kindOf(policy),
    ...entry('', policy.about, 2, 2),
    ...entry(
      '',
      `decides every ${seconds(tick)}; sees means over ${seconds(sample)}, ${seconds(delay)} after their end`,
      2,
      2,
    ),
    ...ruleOf(policy),
    '',
    'Options',
    ...(example === undefined ? ['    none of its own'] : optionLines(policy.options, 4)),
    '',
    'As every policy',
    ...optionLines(commonOptions, 4),
    '',
    `npm run replay -- traces/samples/flash-crowd.csv --policy ${policy.name}${example === undefined ? '' : `:${example}=…`}`,
    '',
  ].join('\n');
};

/** The same as data. */
export const policyJson = ({
  name,
  kind,
  about,
  options,
  cadence = defaultCadence,
}: PolicyEntry): unknown => ({
  name,
  kind,
  about,
  options: { ...options, ...commonOptions },
  tick_s: inSeconds(cadence.tick),
  sample_s: inSeconds(cadence.sample),
  metric_delay_s: inSeconds(cadence.delay),
});

/** A law a line; where one is broken, the first counterexample below it; then the count. */
export const lawsReport = (
  name: string,
  laws: readonly Law[],
  seeds: readonly number[],
  missing: readonly string[],
): string => {
  const broken = laws.filter((law) => law.broken !== undefined);
  return [
    `Policy ${name}, seed${seeds.length === 1 ? ` ${seeds[0]!}` : `s ${seeds[0]!} to ${seeds.at(-1)!}`}`,
    ...laws.flatMap((law) => [
      ...entry(`${law.broken === undefined ? 'passed' : 'FAILED'}  ${law.name}`, law.about, 2, 26),
      ...(law.broken === undefined ? [] : entry('', law.broken, 10, 10)),
    ]),
    ...interruptedLines(missing),
    ...wrapped(
      broken.length === 0
        ? `${counted(laws.length, 'law')} kept`
        : `${broken.length} of ${counted(laws.length, 'law')} broken: ${broken.map((law) => law.name).join(', ')}`,
    ),
    '',
  ].join('\n');
};
