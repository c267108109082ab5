/** The command line as a process, for tests. */
import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export const cli = (...words: readonly string[]): Ran => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/harness/cli/main.js', ...words], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, out: stdout, err: stderr };
};
