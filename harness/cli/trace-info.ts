/**
 * `trace info`: what a file is, what its reader did with it, its character, and its outline in one line.
 *
 * Left out: what a replay would make of it.
 */
import type { Command } from 'commander';
import type { Ingested } from '../../traces/report.ts';

interface TypedInfo {
  readonly format?: string;
  readonly gaps?: string;
  readonly placement?: string;
  readonly from?: string;
  readonly to?: string;
  readonly read?: string;
  readonly json?: true;
}

export const declareInfo = (command: Command): void => {
  command
    .command('info')
    .argument('<file>')
    .option('--format <NAME>')
    .option('--gaps <RULE>')
    .option('--placement <RULE>')
    .option('--from <DURATION>')
    .option('--to <DURATION>')
    .option('--read <K=V>')
    .option('--json')
    .action(info);
};

/** Columns of the outline. */
const PARTS = 64;

const info = async (path: string, typed: TypedInfo): Promise<void> => {
  const { ingest } = await import('../../traces/ingest.ts');
  const { readingOf } = await import('../work/reading.ts');
  const { watched } = await import('./watched.ts');
  const { idleFlags } = await import('../campaign/idle.ts');
  const { experiment, options } = await optionsOf(path, typed);
  const { workload, report } = await watched((watch) =>
    ingest(path, { ...options, told: readingOf(watch, path) }),
  );
  const idle = idleFlags(experiment, workload.kind === 'load' ? 'load' : 'domains');
  const ingested = { workload, report: { ...report, warnings: [...report.warnings, ...idle] } };
  process.stdout.write(typed.json ? await jsonOf(path, ingested) : await textOf(ingested));
};

/** The flags that a replay has too are read as a replay reads them. */
const optionsOf = async (path: string, { json: _json, ...typed }: TypedInfo) => {
  const { experimentOf } = await import('../campaign/experiment.ts');
  const { ingestOptions } = await import('../campaign/campaign.ts');
  const experiment = experimentOf({ trace: path, ...typed });
  return { experiment, options: ingestOptions(experiment) };
};

const jsonOf = async (path: string, { workload, report }: Ingested): Promise<string> => {
  const { pathShown } = await import('../result/store.ts');
  const { outlineOf } = await import('../../traces/outline.ts');
  const facts = {
    schema: 'xenreplay/trace/1',
    kind: workload.kind,
    ...report,
    path: pathShown(path),
    outline: outlineOf(workload, PARTS),
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
};

const textOf = async ({ workload, report }: Ingested): Promise<string> => {
  const { ingestLines } = await import('../report/ingest-report.ts');
  const { outlineLines, scaleUpLines } = await import('../report/outline-report.ts');
  const { entry } = await import('../report/text.ts');
  const choices = Object.entries(report.choices).map(([key, value]) => `${key}=${value}`);
  const lines = [
    ...ingestLines(report, workload.kind),
    ...outlineLines(workload, PARTS),
    ...scaleUpLines(workload),
    ...(choices.length === 0 ? [] : entry('choices', choices.join('; '))),
    ...report.warnings.flatMap((warning) => entry('warning', warning)),
  ];
  return `${lines.join('\n')}\n`;
};
