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

/** The same, interrupted (Ctrl-C) as soon as standard error says something: nothing is left to the clock. */
export const interrupted = (at: RegExp, ...words: readonly string[]): Promise<Ran> =>
  new Promise((ended, failed) => {
    const child = spawn(process.execPath, ['dist/harness/cli/main.js', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let [out, err, sent] = ['', '', false];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      if (!sent && at.test(err)) sent = child.kill('SIGINT');
    });
    child.on('error', failed).on('close', (status) => ended({ status, out, err }));
  });
