/**
 * docs/policies.md: every policy and bound as the code describes it: rule, rounding, options with default and source.
 *
 * Left out: how a policy is written or chosen; README and `policy --help` say that.
 */
import { policies } from '../../model/policy/catalog.ts';
import type { OptionText, PolicyEntry } from '../../model/policy/contract.ts';
import { commonOptions, defaultCadence } from '../../model/policy/setting.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { aligned, cell } from './markdown.ts';
import { tally } from './text.ts';

const STANDING = {
  exact: 'as published',
  model: '**a model**: not published, or only in parts',
  bound: 'a bound, never ranked',
} as const;

const optionTable = (options: PolicyEntry['options']): string[] =>
  aligned([
    ['option', 'default', 'what it is', 'source'],
    ...Object.entries(options as Readonly<Record<string, OptionText>>).map(([name, text]) => [
      `\`${name}\``,
      cell(text.default),
      cell(text.about),
      cell(text.source),
    ]),
  ]);

const ownDefaults = ({ cadence = defaultCadence, leastReplicas }: PolicyEntry): string => {
  const [tick, sample, delay] = [cadence.tick, cadence.sample, cadence.delay].map(
    (one) => `${tally(inSeconds(one))} s`,
  );
  const least = leastReplicas === undefined ? '' : `, \`min\` is ${leastReplicas} unless given`;
  return `Decides every ${tick}; sees means over ${sample}, ${delay} after their end${least}.`;
};

const sectionOf = (entry: PolicyEntry): string[] => {
  const { name, about, docs, options } = entry;
  return [
    `## \`${name}\``,
    '',
    `${about[0]!.toUpperCase()}${about.slice(1)}. Standing: ${STANDING[docs!.standing]}. ${ownDefaults(entry)}`,
    '',
    '```text',
    ...docs!.formula,
    '```',
    '',
    `- Rounding: ${docs!.rounding}`,
    `- Left out: ${docs!.leftOut}`,
    `- Source: ${docs!.source}`,
    '',
    ...(Object.keys(options).length === 0 ? ['No options of its own.'] : optionTable(options)),
    '',
  ];
};

const overview = (): string[] =>
  aligned([
    ['policy', 'what it is', 'standing'],
    ...policies.map(({ name, about, docs }) => [`[\`${name}\`](#${name})`, cell(about), docs!.standing]),
  ]);

export const policiesPage = (): string =>
  [
    '# Policies',
    '',
    'Printed from the code by `npm run -s policy -- page`; a test keeps it true. A policy is a step function from what an operator could see',
    'to a number of replicas and the reason. _exact_: upstream’s code or documented rule, held against its own test cases where there are any',
    '(`npm run conformance`); _model_: what upstream does is not published, or only in parts, and the rest is ours; _bound_: knows the future, or does',
    'not scale, and is never ranked. n is the number of replicas asked for last, L the load of a step, S what a replica is planned to serve in one.',
    '',
    ...overview(),
    '',
    '## What every policy has',
    '',
    'Given like the others, as in `hpa(target=60%,min=2,tick=30s)`. A sample taken over a period that ends at t is seen at the first decision from',
    't + delay on. An option is stronger than the flag `--tick`, which is stronger than the policy’s own cadence.',
    '',
    ...optionTable(commonOptions),
    '',
    ...policies.flatMap(sectionOf),
  ].join('\n');
