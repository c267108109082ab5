/** What docs/model.md says of drawn hosts is what the committed table of claims says. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'csv-parse/sync';

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

const claims = parse(read('results/figures/claims.csv'), { columns: true }) as Record<string, string>[];

const percent = (measure: string, column: string): number =>
  Math.round(100 * Number(claims.find((row) => row['measure'] === measure)![column]));

const SAID =
  /Over (\d+) hosts, "more than 4X" until the last is done holds in (\d+) %, parallel boot gains in (\d+) % and set-up beside 1000 domains at least doubles in (\d+) %; drawn without the two rules it is (\d+), (\d+) and (\d+) %/u;

test('the shares that docs/model.md names are those of results/figures/claims.csv', (t) => {
  const said = SAID.exec(read('docs/model.md').replaceAll(/\s+/gu, ' '));
  t.truthy(said);
  const measures = ['speedup-loaded-all', 'fix-boot', 'setup-running'];
  t.deepEqual(said!.slice(1).map(Number), [
    Number(claims[0]!['draws']),
    ...measures.map((measure) => percent(measure, 'holds_share')),
    ...measures.map((measure) => percent(measure, 'holds_share_any_host')),
  ]);
});
