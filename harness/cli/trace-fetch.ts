/**
 * `trace fetch`: a public trace into the cache; its paths on standard output, the trace's own first.
 *
 * Left out: how a file comes (fetch/download).
 */
import type { Command } from 'commander';
import { exitStatus } from './exit.ts';
import type { ProgressLine } from './progress.ts';

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
  // each file has a pace of its own
  const lines = new Map<string, ProgressLine>();
  const clear = (): void => {
    for (const line of lines.values()) line.clear();
  };
  const { signal } = interruptible();
  try {
    const files = await fetched(wanted, to ?? cacheFolder(), {
      signal,
      progress: (label, done, total) => {
        const line = lines.get(label) ?? progressOn(process.stderr);
        lines.set(label, line);
        line.show({
          done: Math.ceil(done / KIB),
          total: total === undefined ? undefined : Math.ceil(total / KIB),
          label: `KiB  ${label}`,
        });
      },
    });
    clear();
    const said = files.map(({ path, kept }) => `${kept ? 'there already' : 'fetched'}: ${path}\n`);
    process.stderr.write(said.join(''));
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
    clear();
  }
};
