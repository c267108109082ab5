/** Every conformance case beside the repository as a test of its own. */
import { existsSync } from 'node:fs';
import test from 'ava';
import { setNames } from '../../harness/conformance/catalog.ts';
import { judge } from '../../harness/conformance/judge.ts';
import { casesOfFile } from '../../harness/conformance/read.ts';
import { conformanceLines } from '../../harness/conformance/report.ts';
import { sharedPath } from '../shared.ts';

for (const set of setNames) {
  const file = sharedPath(`vectors/${set}.json`);
  if (!existsSync(file)) {
    test(`${set}: no vectors beside the repository, skipped`, (t) => t.pass());
    continue;
  }
  for (const one of casesOfFile(file)) {
    // one simulated queue is enough here; all of them take minutes: npm run conformance
    if (set === 'queueing' && one.id !== 'q-028' && (one.given as { model: string }).model !== 'M/M/c')
      continue;
    test(`${set} ${one.id}`, (t) => {
      const judgement = judge(one);
      t.is(judgement.differences.length, 0, conformanceLines([judgement], 1)[0]);
    });
  }
}
