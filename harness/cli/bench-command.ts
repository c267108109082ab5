/**
 * `bench`: how fast the harness itself is, and one version of it against another.
 *
 * Left out: everything that is timed or judged.
 */
import type { Command } from 'commander';
import type { BenchWords } from '../campaign/bench.ts';
import { rounds, self } from './bench-turns.ts';

const helpText = (): string =>
  [
    'npm run bench -- macro',
    '',
    'Usage: npm run bench -- micro|macro [--only NAME]… [--fixes LIST] [--host NAME]',
    '         micro: each fix on the path it changes, against what that path does not',
    '         scale in; macro: the loaded scenarios, guests and arrivals as printed;',
    '         speed-ups with intervals over seeds and over drawn hosts',
    '         --seeds N  [10]   --draws N  hosts drawn, macro only [40]',
    '         --smallest each on its smallest input, to see that it runs',
    '         --out FILE the document as well; --json it alone; --markdown (docs)',
    '       npm run bench -- speed [--quick] [--json]',
    '         how fast the engine is: hold model against a bare heap, events per',
    '         lifecycle, ten thousand boots at once, churn, ingest, memory, start;',
    '         some minutes. Medians of rounds in turns; only ratios compare from',
    '         machine to machine',
    '         --quick  each on its smallest input, to see that it runs',
    '         --json   the same as a document',
    '       npm run bench -- rounds --base DIR [--head DIR] [--rounds N] [--out DIR]',
    '         two built checkouts timed in turns, for npm run compare: base.json and',
    '         head.json [head: this one; 20 rounds; results/runs/rounds]',
    '         --only NAME  one benchmark; again for more',
    '         --times N    so many such comparisons: how often each verdict comes',
    '       npm run bench -- --self [--rounds N] [--only NAME] [--times N] [--json]',
    '         this checkout against itself: the noise, and the smallest change that',
    '         such rounds can see; with --times how often it is accused',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .option('--self')
    .option('--rounds <N>')
    .option('--only <NAME>', '', repeated)
    .option('--times <N>')
    .option('--json')
    .action(self);
  for (const kind of ['micro', 'macro'] as const) {
    command
      .command(kind)
      .option('--only <NAME>', '', repeated)
      .option('--fixes <LIST>', '', 'stock,parallel-boot,xenstore-cache,local-scrub,all')
      .option('--host <NAME>', '', 'xen-4.8')
      .option('--seeds <N>', '', '10')
      .option('--draws <N>', '', '40')
      .option('--smallest')
      .option('--out <FILE>')
      .option('--json')
      .option('--markdown')
      .action((_typed: unknown, called: Command) => modelled(kind, called.optsWithGlobals<Modelled>()));
  }
  command.command('speed').option('--quick').option('--json').action(speed);
  command
    .command('rounds')
    .requiredOption('--base <DIR>')
    .option('--head <DIR>')
    .option('--rounds <N>')
    .option('--only <NAME>', '', repeated)
    .option('--times <N>')
    .option('--out <DIR>')
    .option('--json')
    .action(rounds);
};

const repeated = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

interface Typed {
  readonly quick?: boolean;
  readonly json?: boolean;
}

const speed = async (_typed: Typed, command: Command): Promise<void> => {
  // --json stands on the command above as well, which takes it first
  const { quick = false, json = false } = command.optsWithGlobals<Typed>();
  const { benchSpeed } = await import('../bench/speed.ts');
  const { watched } = await import('./watched.ts');
  const report = await watched((watch) => benchSpeed(quick, watch));
  if (json) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const { speedReport } = await import('../report/speed-report.ts');
  process.stdout.write(speedReport(report));
};

interface Modelled extends BenchWords {
  readonly out?: string;
  readonly json?: true;
  readonly markdown?: true;
}

const modelled = async (kind: 'micro' | 'macro', typed: Modelled): Promise<void> => {
  if (typed.markdown === true) {
    const { benchmarksPage } = await import('../report/benchmarks-page.ts');
    process.stdout.write(benchmarksPage());
    return;
  }
  const { runBench } = await import('../campaign/bench.ts');
  const { watched } = await import('./watched.ts');
  const { document, text } = await watched((watch) => runBench(kind, typed, watch));
  const json = `${JSON.stringify(document, null, 2)}\n`;
  if (typed.out !== undefined) {
    const { writeWhole } = await import('../result/store.ts');
    await writeWhole(typed.out, json);
  }
  process.stdout.write(typed.json === true ? json : text);
};
