/** A small part of what `npm run fuzz` tries, the same inputs each time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { seeds, type Seed } from './seeds.ts';
import { trial } from './trial.ts';

/** Files that a library reads cost ten times as much. */
const inputsOf = ({ name, reader }: Seed): number => (name === reader ? 60 : 20);

for (const seed of seeds) {
  const inputs = inputsOf(seed);
  test(`${seed.name}: ${inputs} damaged files give a workload that obeys the laws or a line that names the file`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'xenreplay-fuzz-'));
    try {
      for (let number = 0; number < inputs; number += 1)
        t.is(await trial(seed, folder, 1, number), undefined, `input ${number}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
