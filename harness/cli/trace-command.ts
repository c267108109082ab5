/**
 * `trace`: what a file is, which formats and public traces are known, and synthetic traces.
 *
 * Left out: fetching; the addresses are printed, and what to do with them is the user's choice.
 */
import type { Command } from 'commander';
import { NO_READ_OPTIONS, readChoice, readOptions } from '../campaign/read-options.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';

const helpText = (): string =>
  [
    'npm run trace -- info traces/samples/burst.csv',
    '',
    'Usage: npm run trace -- info FILE [--format NAME] [--read K=V,…] [--json]',
    '         format, horizon, bursts, and what was dropped, censored or odd',
    '       npm run trace -- list [--json]',
    '         formats that are read, and public traces with address and licence',
    '       npm run -s trace -- synthesise KIND [--seed N] > FILE',
    '         a synthetic trace, the same bytes for the same seed [--seed 1];',
    '         kinds: flash-crowd (a load), burst (lifecycles)',
    '',
    'How a trace is read: --read K=V,… here and in replay',
    ...Object.entries(readOptions).map(
      ([key, { argument, about }]) => `  ${`${key}=${argument}`.padEnd(22)}${about}`,
    ),
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command.configureHelp({ formatHelp: helpText });
  command
    .command('info')
    .argument('<file>')
    .option('--format <NAME>')
    .option('--read <K=V>')
    .option('--json')
    .action(info);
  command.command('list').option('--json').action(list);
  command
    .command('synthesise')
    .argument('<kind>')
    .option('--seed <N>', 'of every draw', '1')
    .action(synthesised);
};

interface Typed {
  readonly format?: string;
  readonly read?: string;
  readonly json?: true;
}

const info = async (path: string, { format, read = NO_READ_OPTIONS, json }: Typed): Promise<void> => {
  const { ingest } = await import('../../traces/ingest.ts');
  const { workload, report } = await ingest(path, {
    ...readChoice(read, '--read'),
    ...(format === undefined || format === 'auto' ? {} : { format }),
  });
  if (json) {
    const { pathShown } = await import('../result/store.ts');
    const facts = { schema: 'xenreplay/trace/1', kind: workload.kind, ...report, path: pathShown(path) };
    process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    return;
  }
  const { ingestLines } = await import('../report/ingest-report.ts');
  const { entry } = await import('../report/text.ts');
  const choices = Object.entries(report.choices).map(([key, value]) => `${key}=${value}`);
  const lines = [
    ...ingestLines(report, workload.kind),
    ...(choices.length === 0 ? [] : entry('choices', choices.join('; '))),
    ...report.warnings.flatMap((warning) => entry('warning', warning)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const list = async ({ json }: Typed): Promise<void> => {
  const { readers } = await import('../../traces/catalog.ts');
  const { publicTraces } = await import('./public-traces.ts');
  const formats = readers.map(({ name, kind, about }) => ({ name, kind, about }));
  if (json) {
    const known = { schema: 'xenreplay/trace-list/1', formats, traces: publicTraces };
    process.stdout.write(`${JSON.stringify(known, null, 2)}\n`);
    return;
  }
  const { entry } = await import('../report/text.ts');
  const lines = [
    'Formats that are read, by content or with --format NAME',
    ...formats.flatMap(({ name, kind, about }) => entry(name, `${kind}: ${about}`, 2, 24)),
    '',
    'Public traces in these formats',
    ...publicTraces.flatMap(({ name, format, holds, url, licence, cite }) => [
      `  ${name}`,
      ...entry('format', format, 4, 13),
      ...entry('holds', holds, 4, 13),
      // an address that is broken in two cannot be copied
      `    from     ${url}`,
      ...entry('licence', licence, 4, 13),
      ...entry('cite', cite, 4, 13),
    ]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const synthesised = async (kind: string, { seed }: { readonly seed: string }): Promise<void> => {
  const { synthesise, syntheticKinds } = await import('../../traces/synthetic.ts');
  const { whole } = await import('../campaign/quantity.ts');
  const known = syntheticKinds.find((one) => one === kind);
  if (known === undefined) {
    const { InputError } = await import('../../model/kernel/faults.ts');
    const near = didYouMean(kind, syntheticKinds);
    throw new InputError(
      `trace synthesise: found kind "${kind}"; known: ${syntheticKinds.join(', ')}${near}`,
    );
  }
  process.stdout.write(synthesise(known, whole(0, 2 ** 32 - 1)(seed, '--seed')));
};
