/**
 * `bench`: how fast the harness itself is, and one version of it against another.
 *
 * Left out: everything that is timed or judged.
 */
import type { Command } from 'commander';
import type { BenchWords } from '../campaign/bench.ts';

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
    '       npm run bench -- --self [--rounds N] [--json]',
    '         this checkout against itself: the noise, and the smallest change that',
    '         such rounds can see',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .option('--self')
    .option('--rounds <N>')
    .option('--only <NAME>', '', repeated)
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
    .option('--out <DIR>')
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

interface Turns {
  readonly self?: true;
  readonly base?: string;
  readonly head?: string;
  readonly rounds?: string;
  readonly only?: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

/** From `dist/harness/cli/` to the package. */
const here = async (): Promise<string> => {
  const { fileURLToPath } = await import('node:url');
  return fileURLToPath(new URL('../../../', import.meta.url));
};

const OUT = 'results/runs/rounds';

const timedInTurns = async (base: string, head: string, { rounds: count, only }: Turns) => {
  const { whole } = await import('../campaign/quantity.ts');
  const { turnsOfTwo, wholeTurns } = await import('../bench/turns-of-two.ts');
  const { interruptible } = await import('./interrupt.ts');
  const { progressOn } = await import('./progress.ts');
  const plan = {
    ...wholeTurns,
    ...(count === undefined ? {} : { rounds: whole(1, 10_000)(count, '--rounds') }),
    ...(only === undefined ? {} : { only }),
  };
  const line = progressOn(process.stderr);
  try {
    return await turnsOfTwo(base, head, { plan, progress: line.show, signal: interruptible().signal });
  } finally {
    line.clear();
  }
};

const rounds = async (_typed: Turns, command: Command): Promise<void> => {
  const typed = command.optsWithGlobals<Turns>();
  const folders = { base: typed.base!, head: typed.head ?? (await here()) };
  const result = await timedInTurns(folders.base, folders.head, typed);
  const { roundsDocuments } = await import('../bench/rounds-of-two.ts');
  const { writeWhole } = await import('../result/store.ts');
  const documents = roundsDocuments(result, folders);
  const paths = (['base', 'head'] as const).map((side) => `${typed.out ?? OUT}/${side}.json`);
  await writeWhole(paths[0]!, `${JSON.stringify(documents.base, null, 2)}\n`);
  await writeWhole(paths[1]!, `${JSON.stringify(documents.head, null, 2)}\n`);
  process.stdout.write(`${paths.join('\n')}\n`);
  process.stderr.write(`compare them: npm run compare -- ${paths.join(' ')}\n`);
};

const self = async (typed: Turns): Promise<void> => {
  if (typed.self !== true) {
    const { InputError } = await import('../../model/kernel/faults.ts');
    throw new InputError(
      'bench: what to do is not said; speed, rounds or --self; see npm run bench -- --help',
    );
  }
  const folder = await here();
  const { timed } = await timedInTurns(folder, folder, typed);
  const { noiseOf } = await import('../bench/rounds-of-two.ts');
  const noise = timed.map(noiseOf);
  const count = timed[0]?.base.length ?? 0;
  if (typed.json === true) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'xenreplay/noise/1', rounds: count, noise }, null, 2)}\n`,
    );
    return;
  }
  const { noiseReport } = await import('../report/noise-report.ts');
  process.stdout.write(noiseReport(noise, count));
};
