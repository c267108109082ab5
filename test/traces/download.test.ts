/** Fetching from a server of our own that cuts, changes, refuses and lies. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { download } from '../../harness/fetch/download.ts';
import { interrupted } from '../harness/process.ts';
import { fetched, wantedOf } from '../../harness/fetch/fetch.ts';

const folder = mkdtempSync(join(tmpdir(), 'xenreplay-fetch-'));
test.after.always(() => rmSync(folder, { recursive: true }));
let folders = 0;
const newPath = (): string => join(folder, String((folders += 1)), 'trace.csv');

const CONTENT = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `${i},${(i * 7) % 13}\n`).join(''));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

/** Calls back with the address of a server that answers so, and with the ranges it was asked for. */
const served = async <T>(
  answer: Answer,
  use: (url: string, ranges: readonly (string | undefined)[]) => Promise<T>,
): Promise<T> => {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await use(`http://127.0.0.1:${port}/data/trace.csv`, ranges);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

/** The content from where it is asked for, as a server with ranges gives it; cut after `most` bytes of it. */
const give = (
  request: IncomingMessage,
  response: ServerResponse,
  most = Number.POSITIVE_INFINITY,
  arrived: (bytes: number) => boolean = () => true,
): void => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= CONTENT.length) {
    response.writeHead(416, { 'content-range': `bytes */${CONTENT.length}` }).end();
    return;
  }
  const rest = CONTENT.subarray(from);
  const head = { etag: '"one"', 'content-length': rest.length };
  if (from > 0)
    response.writeHead(206, {
      ...head,
      'content-range': `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`,
    });
  else response.writeHead(200, head);
  if (rest.length <= most) response.end(rest);
  else {
    // cut when what was sent has arrived: a stream that breaks forgets what nobody has taken yet
    response.write(rest.subarray(0, most));
    const watch = setInterval(() => {
      if (!arrived(from + most)) return;
      clearInterval(watch);
      response.destroy();
    }, 2);
  }
};

/** How much of a transfer that is cut comes each time. */
const CUT = 20_000;

const quiet = { progress: () => undefined };

const complaintOf = async (promise: Promise<unknown>): Promise<string> => {
  const fault = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : 'no complaint';
};

test('the command, interrupted in the middle of a transfer, keeps the part and goes on from there', async (t) => {
  const to = join(folder, 'interrupted');
  await served(
    (request, response, asked) => {
      if (asked > 1) return give(request, response);
      // no more than that comes, and the connection stays
      response.writeHead(200, { etag: '"one"', 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, CUT));
    },
    async (url, ranges) => {
      const words = ['trace', 'fetch', url, '--to', to, '--sha256', SHA256];
      const path = join(to, new URL(url).host.replace(':', '_'), 'trace.csv');
      const part = `${path}.part`;
      const came = (): boolean => existsSync(part) && statSync(part).size === CUT;
      const first = await interrupted(came, ...words);
      t.deepEqual([first.status, first.out], [130, '']);
      t.true(first.err.endsWith('interrupted; run the same again to go on from there\n'), first.err);
      const second = await interrupted(() => false, ...words);
      t.deepEqual([second.status, second.out], [0, `${path}\n`], second.err);
      t.deepEqual(ranges, [undefined, `bytes=${CUT}-`]);
      t.deepEqual(readFileSync(path), CONTENT);
    },
  );
});

test('a folder that cannot be made is told in a line, and nothing is asked for', async (t) => {
  await served(
    (request, response) => give(request, response),
    async (url, ranges) => {
      const file = join(folder, 'a-file');
      writeFileSync(file, '');
      t.regex(
        await complaintOf(download({ url }, join(file, 'below', 'trace.csv'), quiet)),
        /^InputError: .+below: is no folder that can be made \(ENOTDIR\); name another with --to DIR$/,
      );
      t.deepEqual(ranges, []);
    },
  );
});

test('a file comes whole, with progress, and is not fetched a second time', async (t) => {
  await served(
    (request, response) => give(request, response),
    async (url, ranges) => {
      const path = newPath();
      const told: (readonly [number, number | undefined])[] = [];
      const first = await download({ url, sha256: SHA256 }, path, {
        progress: (done, total) => told.push([done, total]),
      });
      t.like(first, { path, bytes: CONTENT.length, sha256: SHA256, kept: false });
      t.deepEqual(readFileSync(path), CONTENT);
      t.deepEqual(told.at(-1), [CONTENT.length, CONTENT.length]);
      t.is((await download({ url, sha256: SHA256 }, path, quiet)).kept, true);
      t.is(ranges.length, 1);
      t.deepEqual(readdirSync(join(path, '..')), ['trace.csv']);
    },
  );
});

test('a transfer that is cut is gone on with by Range, within a call and in the next one', async (t) => {
  const path = newPath();
  const arrived = (bytes: number): boolean =>
    existsSync(`${path}.part`) && statSync(`${path}.part`).size >= bytes;
  await served(
    (request, response, asked) => give(request, response, asked <= 4 ? CUT : undefined, arrived),
    async (url, ranges) => {
      t.regex(
        await complaintOf(download({ url, sha256: SHA256 }, path, quiet)),
        /^InputError: http:.+: the transfer was cut after \d+ of \d+ bytes; run the same again to go on from there$/,
      );
      t.false(existsSync(path));
      t.true(existsSync(`${path}.part`));
      const { sha256 } = await download({ url, sha256: SHA256 }, path, quiet);
      t.is(sha256, SHA256);
      t.deepEqual(ranges, [undefined, ...[1, 2, 3, 4].map((part) => `bytes=${part * CUT}-`)]);
      t.deepEqual(readdirSync(join(path, '..')), ['trace.csv']);
    },
  );
});

test('a wrong checksum leaves nothing behind, and never the name of the file', async (t) => {
  await served(
    (request, response) => give(request, response),
    async (url) => {
      const path = newPath();
      const wrong = 'a'.repeat(64);
      t.regex(
        await complaintOf(download({ url, sha256: wrong }, path, quiet)),
        /^InputError: .+: what came has sha256 [0-9a-f]{64}, expected was a{64}; /,
      );
      t.deepEqual(readdirSync(join(path, '..')), []);
    },
  );
});

test('a part of an older version is not gone on with: the server sends the new one whole', async (t) => {
  await served(
    (_request, response) => {
      response.writeHead(200, { etag: '"two"', 'content-length': CONTENT.length });
      response.end(CONTENT);
    },
    async (url) => {
      const path = newPath();
      await download({ url }, path, quiet);
      rmSync(path);
      writeFileSync(`${path}.part`, 'something else');
      writeFileSync(`${path}.part.tag`, '"one"');
      await download({ url }, path, quiet);
      t.deepEqual(readFileSync(path), CONTENT);
    },
  );
});

test('a part that is longer than the file is begun anew, one that is whole is only checked', async (t) => {
  await served(
    (request, response) => give(request, response),
    async (url) => {
      for (const part of [Buffer.concat([CONTENT, Buffer.from('more')]), CONTENT]) {
        const path = newPath();
        await download({ url, sha256: SHA256 }, path, quiet);
        rmSync(path);
        writeFileSync(`${path}.part`, part);
        t.is((await download({ url, sha256: SHA256 }, path, quiet)).sha256, SHA256);
      }
    },
  );
});

test('a server that refuses or is not there is told in one line, and nothing is written', async (t) => {
  await served(
    (_request, response) => response.writeHead(404).end('no such thing'),
    async (url) => {
      const path = newPath();
      t.regex(
        await complaintOf(download({ url }, path, quiet)),
        /: the server answers 404 Not Found; see its page$/,
      );
      t.false(existsSync(path));
    },
  );
  t.regex(
    await complaintOf(download({ url: 'http://127.0.0.1:1/x' }, newPath(), quiet)),
    /: cannot be reached \(.+\); check the network and the address$/,
  );
});

test('an address goes into a folder of its host, a name that is near is suggested', async (t) => {
  await served(
    (request, response) => give(request, response),
    async (url) => {
      const into = join(folder, 'cache');
      const [file] = await fetched(wantedOf(url, SHA256), into, quiet);
      t.regex(file!.path, /cache\/127\.0\.0\.1_\d+\/trace\.csv$/);
    },
  );
  t.throws(() => wantedOf('nab-eld', undefined), { message: /did you mean "nab-elb"\?$/ });
  t.throws(() => wantedOf('nasa-http', undefined), { message: /its page leads to it: https:/ });
  t.throws(() => wantedOf('nab-elb', SHA256), { message: /^--sha256: is for an address/ });
  t.throws(() => wantedOf('http://x/y', 'abc'), { message: /^--sha256: found "abc"/ });
});
