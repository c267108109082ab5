/**
 * `explain`: why it scaled at a moment of a replay, and what each creation and destruction around it waited for.
 *
 * Left out: everything that is computed.
 */
import type { Command } from 'commander';

const helpText = (): string =>
  [
    'npm run explain -- results/runs/RESULT.json --at 00:40:12',
    '',
    'Replays one variant of a result once more, with every step of every domain kept,',
    'and tells what happened around a moment: who asked, what each creation and each',
    'destruction waited for, and the answer in one sentence.',
    '',
    'Usage: npm run explain -- RESULT --at TIME [options]     [defaults in brackets]',
    '  RESULT                 a document that npm run replay wrote',
    '  --at TIME              02:14 or 02:14:30 after the start, 1h20min, 4830s, or a',
    '                         date where the trace has dates (UTC)',
    '  --window DURATION      half of it before, half after [60s]',
    '  --variant NAME         one of the result [stock]',
    '  --policy LABEL         one of the result [its first]',
    '  --seed N               one of the result [its first]',
    '  --rows N               creations and destructions that are drawn [20]',
    '  --trace FILE           the trace, where it is elsewhere now',
    '  --json                 the same as a document',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .argument('<result>')
    .requiredOption('--at <TIME>')
    .option('--window <DURATION>', '', '60s')
    .option('--variant <NAME>', '', 'stock')
    .option('--policy <LABEL>')
    .option('--seed <N>')
    .option('--rows <N>', '', '20')
    .option('--trace <FILE>')
    .option('--json')
    .action(explained);
};

interface Typed {
  readonly at: string;
  readonly window: string;
  readonly variant: string;
  readonly policy?: string;
  readonly seed?: string;
  readonly rows: string;
  readonly trace?: string;
  readonly json?: true;
}

const explained = async (result: string, typed: Typed): Promise<void> => {
  const { positiveDuration, whole } = await import('../campaign/quantity.ts');
  const { progressOn } = await import('./progress.ts');
  const { rerun } = await import('../explain/rerun.ts');
  const { explain, explanationJson } = await import('../explain/explanation.ts');
  const { explainReport } = await import('../explain/explain-report.ts');
  const { at, policy, trace, variant } = typed;
  const window = positiveDuration(typed.window, '--window');
  const rows = whole(1, 10_000)(typed.rows, '--rows');
  const seed = typed.seed === undefined ? undefined : whole(0, 2 ** 32 - 1)(typed.seed, '--seed');
  const read = progressOn(process.stderr);
  const progress = progressOn(process.stderr);
  try {
    const run = await rerun(
      { result, at, trace, variant, policy, seed },
      (share) => progress.show({ done: Math.floor(share * 100), total: 100, label: variant }),
      read.show,
    );
    progress.clear();
    const explanation = explain(run, result, window);
    process.stdout.write(
      typed.json === true ? explanationJson(explanation, rows) : explainReport(explanation, rows),
    );
  } finally {
    read.clear();
    progress.clear();
  }
};
