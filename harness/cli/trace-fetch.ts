/**
 * `trace fetch`: a public trace into the cache; its paths on standard output, the trace's own first.
 *
 * Left out: how a file comes (fetch/download).
 */
import type { Command } from 'commander';
import { exitStatus } from './exit.ts';

interface TypedFetch {
  readonly to?: string;
  readonly sha256?: string;
  readonly json?: true;
}

export const declareFetch = (command: Command): void => {
  command
    .command('fetch')
    .argument('<name>')
    .option('--to <DIR>')
    .option('--sha256 <HEX>')
    .option('--json')
    .action(fetching);
};

const KIB = 1024;

const fetching = async (asked: string, { to, sha256, json }: TypedFetch): Promise<void> => {
  const { cacheFolder, fetched, wantedOf } = await import('../fetch/fetch.ts');
  const { progressOn } = await import('./progress.ts');
  const { interruptible } = await import('./interrupt.ts');
  const wanted = wantedOf(asked, sha256);
  const line = progressOn(process.stderr);
  const { signal } = interruptible();
  try {
    const files = await fetched(wanted, to ?? cacheFolder(), {
      signal,
      progress: (label, done, total) => {
        // how far it is can only be told of a file whose size is known
        if (total !== undefined)
          line.show({ done: Math.ceil(done / KIB), total: Math.ceil(total / KIB), label: `KiB  ${label}` });
      },
    });
    line.clear();
    const lines = files.map(({ path, kept }) => `${kept ? 'there already' : 'fetched'}: ${path}\n`);
    process.stderr.write(lines.join(''));
    process.stdout.write(
      json
        ? `${JSON.stringify({ schema: 'xenreplay/trace-fetch/1', name: asked, files }, null, 2)}\n`
        : files.map(({ path }) => `${path}\n`).join(''),
    );
  } catch (fault) {
    if (!signal.aborted) throw fault;
    process.exitCode = exitStatus.interrupted;
    process.stderr.write('interrupted; run the same again to go on from there\n');
  } finally {
    line.clear();
  }
};
