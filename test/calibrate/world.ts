/** Small folders of measurements that tests write, and the command line on them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestFn } from 'ava';

/** A folder that is gone after the tests. */
export const folderOf = (test: TestFn): string => {
  const folder = mkdtempSync(join(tmpdir(), 'measured-'));
  test.after.always(() => rmSync(folder, { recursive: true }));
  return folder;
};

const RUN =
  'op,idx,n_running_before,mem_mib,wall_us,xl_user_ms,xl_sys_ms,xenstored_cpu_us,xenconsoled_cpu_us,trace_line0,trace_line1,rc';

/** A real host on which a request costs 20 µs and 0.5 more per guest, and a MiB 8 µs to build and 40 to free. */
export const writeRuns = (folder: string, guests: readonly number[]): void => {
  const create = (n: number, mib: number): string => {
    const store = (169 + n) * (20 + 0.5 * n);
    return `create,1,${n},${mib},${Math.round(90_000 + store + 8 * (mib - 16))},0,0,${Math.round(store)},2000,0,0,0`;
  };
  const destroy = (n: number, mib: number): string => {
    const store = (47 + n) * (20 + 0.5 * n);
    return `destroy,1,${n},${mib},${Math.round(9000 + store + 40 * (mib - 16))},0,0,${Math.round(store)},300,0,0,0`;
  };
  const write = (name: string, rows: readonly string[]): void =>
    writeFileSync(join(folder, `xen-host-real-1node-${name}.csv`), `${[RUN, ...rows].join('\n')}\n`);
  write(
    'create',
    guests.map((n) => create(n, 16)),
  );
  write(
    'destroy',
    guests.map((n) => destroy(n + 1, 16)),
  );
  write(
    'memory',
    [64, 256, 1024].flatMap((mib) => [create(0, mib), destroy(1, mib)]),
  );
};

export const cli = (...words: readonly string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/harness/cli/main.js', ...words], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return { status, out: stdout, err: stderr };
};
