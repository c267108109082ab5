/** docs/policies.md is what the code says, and nothing else. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { policies } from '../../model/policy/catalog.ts';
import { cli } from '../harness/process.ts';

/** From dist/test/policy/, where the compiled test runs. */
const page = fileURLToPath(new URL('../../../docs/policies.md', import.meta.url));

test('the page of policies is printed from the code', (t) => {
  const { status, out } = cli('policy', 'page');
  t.is(status, 0);
  const again = 'print it again with: npm run -s policy -- page > docs/policies.md';
  t.is(readFileSync(page, 'utf8'), out, again);
  for (const { name, options } of policies) {
    t.true(out.includes(`\n## \`${name}\`\n`), name);
    for (const option of Object.keys(options)) t.true(out.includes(`| \`${option}\``), `${name}: ${option}`);
  }
});
