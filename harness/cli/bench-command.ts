/** `bench`: how fast the harness itself is. Left out: how fast the modelled host is; that is what replay tells. */
import type { Command } from 'commander';

const helpText = (): string =>
  [
    'npm run bench -- speed',
    '',
    'Usage: npm run bench -- speed [--quick] [--json]',
    '         how fast the engine is: hold model against a bare heap, events per',
    '         lifecycle, ten thousand boots at once, churn, ingest, memory, start;',
    '         some minutes. Medians of rounds in turns; only ratios compare from',
    '         machine to machine',
    '         --quick  each on its smallest input, to see that it runs',
    '         --json   the same as a document',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command.configureHelp({ formatHelp: helpText });
  command.command('speed').option('--quick').option('--json').action(speed);
};

interface Typed {
  readonly quick?: boolean;
  readonly json?: boolean;
}

const speed = async ({ quick = false, json = false }: Typed): Promise<void> => {
  const { benchSpeed } = await import('../bench/speed.ts');
  const report = await benchSpeed({
    quick,
    progress: (bench) => process.stderr.write(`bench speed: ${bench}\n`),
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const { speedReport } = await import('../report/speed-report.ts');
  process.stdout.write(speedReport(report));
};
