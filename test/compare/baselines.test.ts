/** The committed baselines: what they name is replayed again, and nothing may differ but what a commit says on purpose. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { cli } from '../harness/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'xenreplay-baselines-'));
test.after.always(() => rmSync(folder, { recursive: true }));

for (const file of readdirSync('results/baselines')) {
  const name = file.replace(/\.json$/, '');
  test(`results/baselines/${file} is what its own line gives; after a change on purpose: compare ${name} … --renew`, (t) => {
    const { again } = JSON.parse(readFileSync(join('results/baselines', file), 'utf8')) as { again: string };
    const words = again
      .replace(/^npm run replay -- /, '')
      .replaceAll("'", '')
      .split(' ');
    const out = join(folder, name);
    const made = cli('replay', ...words, '--no-report', '--out', out);
    t.is(made.status, 0, made.err);
    const [document] = readdirSync(out);
    const { status, out: text } = cli('compare', name, join(out, document!));
    t.is(status, 0, text);
    t.regex(text, /\n\d+ unchanged · \d+ metrics\n$/);
  });
}
