/**
 * `conformance`: a folder of vector files against the model, case by case.
 *
 * Left out: everything that is judged.
 */
import type { Command } from 'commander';
import { exitStatus } from './exit.ts';

const helpText = (): string =>
  [
    'npm run conformance -- ../shared/vectors',
    '',
    'Reads every .json file of DIR, { "set", "cases": [{ "id", …, "expect" }] }, and',
    'holds the rules of the model against the cases: a line for each that',
    'failed, then how many passed. Exit status 0 only when none failed, else 1.',
    '',
    'Usage: npm run conformance -- DIR [--json]',
    '',
    '  --json  { schema, passed, failed, cases }, every case with what differs',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .argument('<dir>', 'folder of vector files')
    .option('--json')
    .action(conformance);
};

const conformance = async (folder: string, { json }: { readonly json?: true }): Promise<void> => {
  const { casesIn } = await import('../conformance/read.ts');
  const { judgeAll } = await import('../conformance/run.ts');
  const { conformanceDocument, conformanceLines } = await import('../conformance/report.ts');
  const { watched } = await import('./watched.ts');
  const cases = casesIn(folder);
  const judgements = await watched((watch) => judgeAll(cases, watch));
  process.stdout.write(
    json === true
      ? `${JSON.stringify(conformanceDocument(judgements, cases.length), null, 2)}\n`
      : `${conformanceLines(judgements, cases.length).join('\n')}\n`,
  );
  // a case that failed says more than that it was interrupted
  if (judgements.some(({ differences }) => differences.length > 0)) process.exitCode = exitStatus.bug;
};
