/**
 * `bench rounds` and `bench --self`: two checkouts, or one twice, timed in turns.
 *
 * Left out: everything that is timed or judged.
 */
import type { Command } from 'commander';
import { InputError } from '../../model/kernel/faults.ts';
import type { Timed, TurnsPlan, TurnsResult } from '../bench/turns-of-two.ts';

interface Turns {
  readonly self?: true;
  readonly base?: string;
  readonly head?: string;
  readonly rounds?: string;
  readonly only?: readonly string[];
  readonly times?: string;
  readonly out?: string;
  readonly json?: true;
}

interface Folders {
  readonly base: string;
  readonly head: string;
}

/** From `dist/harness/cli/` to the package. */
const here = async (): Promise<string> => {
  const { fileURLToPath } = await import('node:url');
  return fileURLToPath(new URL('../../../', import.meta.url));
};

const OUT = 'results/runs/rounds';

export const rounds = async (_typed: Turns, command: Command): Promise<void> => {
  const typed = command.optsWithGlobals<Turns>();
  const folders = { base: typed.base!, head: typed.head ?? (await here()) };
  if (typed.times !== undefined) return manyTimes(folders, typed, typed.times);
  if (typed.json === true) throw new InputError('--json: bench rounds writes documents; it is for --times');
  const result = await timedOnce(folders, typed);
  if (result === undefined) return;
  const { roundsDocuments } = await import('../bench/rounds-of-two.ts');
  const { writeWhole } = await import('../result/store.ts');
  const documents = roundsDocuments(result, folders);
  const paths = (['base', 'head'] as const).map((side) => `${typed.out ?? OUT}/${side}.json`);
  await writeWhole(paths[0]!, `${JSON.stringify(documents.base, null, 2)}\n`);
  await writeWhole(paths[1]!, `${JSON.stringify(documents.head, null, 2)}\n`);
  process.stdout.write(`${paths.join('\n')}\n`);
  process.stderr.write(`compare them: npm run compare -- ${paths.join(' ')}\n`);
};

export const self = async (typed: Turns): Promise<void> => {
  if (typed.self !== true)
    throw new InputError(
      'bench: what to do is not said; speed, rounds or --self; see npm run bench -- --help',
    );
  const folder = await here();
  const folders = { base: folder, head: folder };
  if (typed.times !== undefined) return manyTimes(folders, typed, typed.times);
  const result = await timedOnce(folders, typed);
  if (result === undefined) return;
  const { noiseOf } = await import('../bench/rounds-of-two.ts');
  const noise = result.timed.map(noiseOf);
  const count = roundsIn(result.timed);
  if (typed.json === true) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'xenreplay/noise/1', rounds: count, noise }, null, 2)}\n`,
    );
    return;
  }
  const { noiseReport } = await import('../report/noise-report.ts');
  process.stdout.write(noiseReport(noise, count));
};

const planOf = async ({ rounds: count, only }: Turns): Promise<TurnsPlan> => {
  const { whole } = await import('../campaign/quantity.ts');
  const { wholeTurns } = await import('../bench/turns-of-two.ts');
  return {
    ...wholeTurns,
    ...(count === undefined ? {} : { rounds: whole(1, 10_000)(count, '--rounds') }),
    ...(only === undefined ? {} : { only }),
  };
};

/** What was timed; undefined when an interrupt left no round of it. */
const timedOnce = async ({ base, head }: Folders, typed: Turns): Promise<TurnsResult | undefined> => {
  const plan = await planOf(typed);
  const { turnsOfTwo } = await import('../bench/turns-of-two.ts');
  const { watched } = await import('./watched.ts');
  const result = await watched((watch) => turnsOfTwo(base, head, plan, watch));
  const done = roundsIn(result.timed);
  sayInterrupted(done, plan.rounds, 'rounds');
  return done === 0 ? undefined : result;
};

const roundsIn = ([first]: readonly Timed[]): number => first?.base.length ?? 0;

/** Said on standard error where there are fewer than planned. */
const sayInterrupted = (done: number, planned: number, what: string): void => {
  if (done < planned) process.stderr.write(`INTERRUPTED: ${done} of ${planned} ${what}\n`);
};

/** After an interrupt, of the comparisons that are whole. */
const manyTimes = async ({ base, head }: Folders, typed: Turns, count: string): Promise<void> => {
  if (typed.out !== undefined)
    throw new InputError('--out: with --times no documents are written, only how often each verdict came');
  const { whole } = await import('../campaign/quantity.ts');
  const times = whole(1, 1_000)(count, '--times');
  const plan = await planOf(typed);
  const { turnsOfTwo } = await import('../bench/turns-of-two.ts');
  const { watched } = await import('./watched.ts');
  const comparisons = await watched(async (watch) => {
    const made: (readonly Timed[])[] = [];
    for (let time = 0; time < times && watch.signal?.aborted !== true; time += 1) {
      const { timed } = await turnsOfTwo(base, head, plan, {
        ...watch,
        progress: ({ done, total = 0 }) =>
          watch.progress({ done: time * total + done, total: times * total, label: 'timings' }),
      });
      if (roundsIn(timed) === plan.rounds) made.push(timed);
    }
    return made;
  });
  sayInterrupted(comparisons.length, times, 'comparisons');
  if (comparisons.length === 0) return;
  const { verdictsOf } = await import('../bench/verdicts-of-many.ts');
  const verdicts = verdictsOf(comparisons);
  if (typed.json === true) {
    process.stdout.write(`${JSON.stringify(verdicts, null, 2)}\n`);
    return;
  }
  const { verdictsReport } = await import('../report/verdicts-report.ts');
  process.stdout.write(verdictsReport(verdicts));
};
