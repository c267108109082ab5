/**
 * `compare`: two documents, metric by metric; status 3 when a gated one regressed.
 *
 * Left out: the judgement, and how documents are made.
 */
import { type Command, Option } from 'commander';
import { exitStatus } from './exit.ts';

const FORMATS = ['text', 'markdown', 'junit', 'benchmark-action', 'json'] as const;
type Format = (typeof FORMATS)[number];

const helpText = (): string =>
  [
    'npm run compare -- results/baselines/burst.json results/runs/burst-….json',
    '',
    'Usage: npm run compare -- BASE HEAD [options]',
    '  BASE and HEAD are documents of npm run replay, or of one job of',
    '  npm run bench -- rounds; a bare name is one of results/baselines',
    '',
    '  --gate METRIC,…       fail on these alone (exact, measured, all) [all]',
    '  --warn METRIC,…       these never fail, they are told',
    '  --allow METRIC=1%,…   a change for the worse that passes [0 %]',
    '  --gates FILE          the same as JSON: { gate, warn, allowed }',
    '  --format FORM         text, markdown, junit, benchmark-action, json [text]',
    '  --write FORM=FILE,…   other forms as well, into files',
    '  --all                 unchanged metrics too (text)',
    '  --print-schema NAME   result, rounds or comparison as JSON Schema, and stop',
    '  --renew               HEAD becomes the baseline BASE, once old and new are',
    '                        shown; no status 3',
    '',
    'Exact metrics are held to equality, measured ones to the exact 95 % interval of',
    'the median ratio of rounds timed in turns, beyond max(3 %, allowed).',
    'Exit status: 0 no regression, 2 cannot be compared, 3 a gated metric regressed.',
    '',
  ].join('\n');

const list = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').map((word) => word.trim()),
];

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .argument('[base]')
    .argument('[head]')
    .option('--gate <METRICS>', '', list)
    .option('--warn <METRICS>', '', list)
    .option('--allow <METRICS>', '', list)
    .option('--gates <FILE>')
    .addOption(new Option('--format <FORM>').choices(FORMATS).default('text'))
    .option('--write <FILES>', '', list)
    .option('--all')
    .option('--renew')
    .option('--print-schema <NAME>')
    .action(compared);
};

interface Typed {
  readonly gate?: readonly string[];
  readonly warn?: readonly string[];
  readonly allow?: readonly string[];
  readonly gates?: string;
  readonly format: Format;
  readonly write?: readonly string[];
  readonly all?: true;
  readonly renew?: true;
  readonly printSchema?: string;
}

const compared = async (base: string | undefined, head: string | undefined, typed: Typed): Promise<void> => {
  if (typed.printSchema !== undefined) {
    const { publishedSchemas, schemaText } = await import('../result/schemas.ts');
    const { oneOf } = await import('../../model/kernel/spelling.ts');
    process.stdout.write(schemaText(oneOf(...publishedSchemas)(typed.printSchema, '--print-schema')));
    return;
  }
  if (base === undefined || head === undefined) {
    const { InputError } = await import('../../model/kernel/faults.ts');
    throw new InputError(
      `compare: found ${base === undefined ? 'no document' : 'one document'}; it takes two, BASE and HEAD; see npm run compare -- --help`,
    );
  }
  const { baselineExists, baselinePath, documentPath, renew } = await import('../compare/baselines.ts');
  const { compare } = await import('../compare/comparison.ts');
  const { gatesOf } = await import('../compare/gates.ts');
  const { sideAt } = await import('../compare/side.ts');
  const { jsonAt, writeWhole } = await import('../result/store.ts');
  const files = await writesOf(typed.write ?? []);
  const gates = gatesOf(
    typed.gates === undefined ? undefined : { path: typed.gates, raw: await jsonAt(typed.gates) },
    { gate: typed.gate ?? [], warn: typed.warn ?? [], allow: typed.allow ?? [] },
  );
  const after = await sideAt(await documentPath(head));
  if (typed.renew === true) {
    const place = baselinePath(base);
    if (!(await baselineExists(place))) {
      await renew(place, after.path);
      process.stdout.write(`${place}: new, from ${after.path}\n`);
      return;
    }
  }
  const before = await sideAt(typed.renew === true ? baselinePath(base) : await documentPath(base));
  const comparison = compare(before, after, gates);
  const { comparisonText } = await import('../report/comparison-text.ts');
  const { benchmarkAction, comparisonJunit, comparisonMarkdown } =
    await import('../report/comparison-exports.ts');
  const forms: Readonly<Record<Format, () => string>> = {
    text: () => comparisonText(comparison, { all: typed.all ?? false }),
    markdown: () => comparisonMarkdown(comparison),
    junit: () => comparisonJunit(comparison),
    'benchmark-action': () => benchmarkAction(comparison, 'lower'),
    json: () => `${JSON.stringify(comparison, null, 2)}\n`,
  };
  for (const [form, path] of files) await writeWhole(path, forms[form]());
  process.stdout.write(forms[typed.format]());
  if (typed.renew === true) {
    await renew(before.path, after.path);
    process.stderr.write(`${before.path}: renewed from ${after.path}\n`);
    return;
  }
  if (comparison.failed > 0) process.exitCode = exitStatus.regression;
};

const writesOf = async (words: readonly string[]): Promise<readonly (readonly [Format, string])[]> => {
  const { InputError } = await import('../../model/kernel/faults.ts');
  return words.map((word) => {
    const at = word.indexOf('=');
    const form = FORMATS.find((one) => one === word.slice(0, at));
    if (form !== undefined && at + 1 < word.length) return [form, word.slice(at + 1)] as const;
    throw new InputError(
      `--write: found "${word}"; it is FORM=FILE with a form of ${FORMATS.join(', ')}, as in markdown=comment.md`,
    );
  });
};
