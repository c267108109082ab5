/** The command line as a process, for tests. */
import { spawn, spawnSync } from 'node:child_process';

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

/** How often it is looked whether the moment has come, ms. */
const LOOK = 20;

/**
 * The same, interrupted (Ctrl-C) when the moment has come: standard error says something, or something is there. So
 * nothing is left to the clock.
 */
export const interrupted = (at: RegExp | (() => boolean), ...words: readonly string[]): Promise<Ran> =>
  new Promise((ended, failed) => {
    const child = spawn(process.execPath, ['dist/harness/cli/main.js', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const looking = setInterval(() => {
      if (!(at instanceof RegExp ? at.test(err) : at())) return;
      clearInterval(looking);
      child.kill('SIGINT');
    }, LOOK);
    child.on('error', failed).on('close', (status) => {
      clearInterval(looking);
      ended({ status, out, err });
    });
  });
