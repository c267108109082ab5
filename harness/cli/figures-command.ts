/**
 * `figures`: draws the evaluation as SVG with its data beside it, and prints the table of claims.
 *
 * Left out: everything that is measured or drawn.
 */
import type { Command } from 'commander';

const helpText = (): string =>
  [
    'npm run figures -- --only dissection',
    '',
    'Usage: npm run figures -- [--only NAME,…] [--out DIR] [--draws N] [--json] …',
    '  Draws the evaluation: NAME.svg, and NAME.csv beside it, the same bytes each',
    '  time; prints the claims of the public abstract and where they hold',
    '',
    '  --only NAME,…  these alone [all of them]; an unknown name lists the known',
    '  --out DIR      where they are written [results/figures]',
    '  --host NAME    profile of the host [xen-4.8]',
    '  --seeds N      seeds of every point and band, from 1 on [10]',
    '  --draws N      hosts drawn from the believed ranges, for the claims [200]',
    '  --quick        few points, seeds and draws, to see that it runs',
    '  --json         what was drawn and the claims as one document',
    '  --print-parameters  docs/parameters.md: every parameter with its source',
    '  --print-metrics     docs/metrics.md: every metric with its definition',
    '',
  ].join('\n');

interface Typed {
  readonly only?: string;
  readonly out: string;
  readonly host: string;
  readonly seeds?: string;
  readonly draws?: string;
  readonly quick?: true;
  readonly json?: true;
  readonly printParameters?: true;
  readonly printMetrics?: true;
}

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .option('--only <NAMES>')
    .option('--out <DIR>', '', 'results/figures')
    .option('--host <NAME>', '', 'xen-4.8')
    .option('--seeds <N>')
    .option('--draws <N>')
    .option('--quick')
    .option('--json')
    .option('--print-parameters')
    .option('--print-metrics')
    .action(figures);
};

/** Where nothing else is said: enough for a band and a percentage, or just enough to see that it runs. */
const enough = { seeds: 10, draws: 200 };
const few = { seeds: 2, draws: 4 };

const figures = async (typed: Typed): Promise<void> => {
  if (typed.printParameters === true) {
    const { parametersPage } = await import('../report/parameters-page.ts');
    process.stdout.write(parametersPage());
    return;
  }
  if (typed.printMetrics === true) {
    const { metricsPage } = await import('../report/metrics-page.ts');
    process.stdout.write(metricsPage());
    return;
  }
  const { whole } = await import('../campaign/quantity.ts');
  const { profileNamed } = await import('../../model/host/profile.ts');
  const { drawFigures, figureNames } = await import('../figures/draw.ts');
  const quick = typed.quick ?? false;
  const amount = quick ? few : enough;
  const seeds = typed.seeds === undefined ? amount.seeds : whole(1, 10_000)(typed.seeds, '--seeds');
  const draws = typed.draws === undefined ? amount.draws : whole(1, 1_000_000)(typed.draws, '--draws');
  const profile = profileNamed(typed.host);
  const only = await namesIn(typed.only, figureNames);
  const { watched } = await import('./watched.ts');
  const setting = { profile, seeds: Array.from({ length: seeds }, (_seed, i) => i + 1), quick, draws };
  const found = await watched((watch) => drawFigures({ setting, only, folder: typed.out }, watch));
  const { figuresDocument, figuresReport } = await import('../report/figures-report.ts');
  const report = { host: profile.name, seeds, draws, quick, ...found };
  process.stdout.write(typed.json === true ? figuresDocument(report) : figuresReport(report));
};

const namesIn = async (list: string | undefined, known: readonly string[]): Promise<readonly string[]> => {
  if (list === undefined) return [];
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const { InputError } = await import('../../model/kernel/faults.ts');
  const { didYouMean } = await import('../../model/kernel/spelling.ts');
  throw new InputError(
    `--only: found "${unknown}"; known figures are ${known.join(', ')}; separate names by commas${didYouMean(unknown, known)}`,
  );
};
