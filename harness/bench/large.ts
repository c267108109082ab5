/**
 * A trace of millions of rows from file to result: the memory that it takes, as the operating system counts it.
 *
 * A vmtable as long as the second dataset of Azure is written and replayed by the command itself, in a process of its own,
 * whose peak of resident memory is read when it ends. Left out: more than one variant; of each more, only the durations of
 * its creations and destructions are kept, mostly four bytes each.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { syntheticVmtable } from '../../traces/synthetic-vmtable.ts';
import type { Within } from '../work/pieces.ts';
import { power, rowsOf, type Row } from './row.ts';

export interface LargePlan {
  readonly rows: number;
}

const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Most memory that may be resident, MB: what a small machine has. */
const RESIDENT_MOST = 1_500;

const row = rowsOf('large', 'measured');

export const benchLarge = async ({ rows }: LargePlan, within: Within): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'xenreplay-bench-'));
  try {
    const trace = join(folder, 'vmtable.csv');
    await writeFile(trace, syntheticVmtable({ rows, seed: 1 }));
    const rest = ['--fixes', 'stock', '--out', join(folder, 'run')];
    const info = await costOf(['trace', 'info', trace, '--json'], () => within(0));
    const replay = await costOf(['replay', trace, ...rest], () => within(INFO));
    const what = `of ${power(rows)} rows`;
    return [
      row(`trace info ${what}`, info.seconds, 's'),
      row('memory of that', info.resident, 'MB'),
      row(`replay ${what}, stock and ideal`, replay.seconds, 's'),
      { ...row('memory of that', replay.resident, 'MB'), target: { atMost: RESIDENT_MOST } },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Share of the time that `trace info` takes. */
const INFO = 0.03;
const HEARD_MS = 500;

interface Cost {
  /** Of the clock. */
  readonly seconds: number;
  /** MB, the most that was resident. */
  readonly resident: number;
}

/** Loaded before the command: says on its way out what the process has taken, on a descriptor that the command leaves alone. */
const TELLING = `import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));`;

const costOf = (words: readonly string[], breath: () => Promise<void>): Promise<Cost> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const telling = `data:text/javascript,${encodeURIComponent(TELLING)}`;
    const child = spawn(process.execPath, ['--import', telling, program, ...words], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const said = { errors: '', kilobytes: '' };
    child.stderr!.on('data', (text: Buffer) => {
      said.errors += text.toString();
    });
    (child.stdio[3] as NodeJS.ReadableStream).on('data', (text: Buffer) => {
      said.kilobytes += text.toString();
    });
    // an interrupt is heard while the child works, and ends it
    const listening = setInterval(() => {
      breath().catch((fault: unknown) => {
        child.kill();
        reject(fault);
      });
    }, HEARD_MS);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(listening);
      const seconds = (performance.now() - begun) / 1_000;
      const failed = new Error(`${words.join(' ')} ended with status ${status}: ${said.errors}`);
      if (status === 0) resolve({ seconds, resident: (Number(said.kilobytes) * 1_024) / 1e6 });
      // or it heard the interrupt itself
      else breath().then(() => reject(failed), reject);
    });
  });
