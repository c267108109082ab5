/**
 * How long the command line takes to answer `--help`, against a Node process that does nothing.
 *
 * Left out: the first start after an install, when nothing is in the cache of the operating system.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rowsOf, type Row } from './row.ts';
import { inTurns, type Contender } from './rounds.ts';
import type { Within } from '../work/pieces.ts';

const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));

const row = rowsOf('start', 'measured');

export const benchStart = async (rounds: number, within: Within): Promise<readonly Row[]> => {
  const { help, empty } = await inTurns(
    { help: nodeWith([program, '--help']), empty: nodeWith(['--eval', '0']) },
    rounds,
    within,
  );
  return [
    row('--help', help * 1_000, 'ms'),
    row('an empty Node process', empty * 1_000, 'ms'),
    { ...row('ratio', help / empty, '1'), target: { atMost: 3 } },
  ];
};

const nodeWith = (words: readonly string[]): Contender => ({
  work: () => {
    const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${words.join(' ')} ended with status ${status}`);
    return 1;
  },
});
