import test from 'ava';
import { syntheticVmtable } from '../../traces/synthetic-vmtable.ts';
import { ingestText } from './files.ts';

const textOf = (rows: number, seed = 1): string => [...syntheticVmtable({ rows, seed })].join('');

test('it is a vmtable of so many rows, unsorted, in deployments, with censored ends and open buckets', async (t) => {
  const text = textOf(5_000);
  const { workload, report } = await ingestText(text);
  t.like(report, { format: 'azure-vmtable', rowsRead: 5_000, horizonSeconds: 2_592_000 });
  t.is(report.rowsUsed, 5_000);
  t.true(report.censoredStarts > 50 && report.censoredEnds > 0);
  t.regex(report.warnings.join(), /open top bucket/u);
  t.is(workload.kind, 'lifecycle');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  t.true(rows.every((fields) => fields.length === 11));
  t.deepEqual(
    [...new Set(rows.map(([vm, own, deployment]) => `${vm!.length} ${own!.length} ${deployment!.length}`))],
    ['64 64 88'],
  );
  t.is(new Set(rows.map(([vm]) => vm)).size, 5_000);
  const deployments = new Set(rows.map((fields) => fields[2])).size;
  t.true(5_000 / deployments > 30 && 5_000 / deployments < 100, `${deployments} deployments`);
  const created = rows.map((fields) => Number(fields[3]));
  t.true(created.some((at, i) => i > 0 && at < created[i - 1]!));
});

test('a shorter one is the beginning of a longer one, another seed gives another', (t) => {
  t.true(textOf(3_000).startsWith(textOf(2_500)));
  t.not(textOf(10), textOf(10, 2));
});
