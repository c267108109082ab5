/**
 * `trace list`: formats that are read, and public traces with address, licence, size and checksum.
 *
 * Left out: more of a format than a line; docs/traces.md has it, printed by `trace list --markdown`.
 */
import type { Command } from 'commander';

interface TypedList {
  readonly json?: true;
  readonly markdown?: true;
}

export const declareList = (command: Command): void => {
  command.command('list').option('--json').option('--markdown').action(list);
};

const list = async ({ json, markdown }: TypedList): Promise<void> => {
  if (markdown) {
    const { tracesPage } = await import('../report/traces-page.ts');
    process.stdout.write(tracesPage());
    return;
  }
  process.stdout.write(json ? await jsonOf() : await textOf());
};

const jsonOf = async (): Promise<string> => {
  const { readers } = await import('../../traces/catalog.ts');
  const { publicTraces } = await import('../fetch/public-traces.ts');
  const formats = readers.map(({ name, kind, about, folder, notes: { example: _example, ...notes } }) => ({
    name,
    kind,
    about,
    ...(folder === undefined ? {} : { folder }),
    ...notes,
  }));
  const known = { schema: 'xenreplay/trace-list/2', formats, traces: publicTraces };
  return `${JSON.stringify(known, null, 2)}\n`;
};

const textOf = async (): Promise<string> => {
  const { readers } = await import('../../traces/catalog.ts');
  const { publicTraces } = await import('../fetch/public-traces.ts');
  const { entry } = await import('../report/text.ts');
  const { sizeShown } = await import('../report/traces-page.ts');
  const column = 4 + Math.max(...readers.map(({ name }) => name.length));
  const lines = [
    'Formats that are read, by content or with --format NAME',
    ...readers.flatMap(({ name, kind, about }) => entry(name, `${kind}: ${about}`, 2, column)),
    '',
    'Public traces in these formats; trace fetch NAME brings one with files',
    ...publicTraces.flatMap(({ name, format, holds, files, page, licence, cite }) => [
      `  ${name}`,
      ...entry('holds', `${holds} (${format})`, 4, 13),
      // an address or a checksum that is broken in two cannot be copied
      ...files.flatMap(({ url, sha256, bytes }) => [
        `    file     ${url}`,
        ...(bytes === undefined ? [] : [`    size     ${sizeShown(bytes)}`]),
        ...(sha256 === undefined ? [] : [`    sha256   ${sha256}`]),
      ]),
      `    page     ${page}`,
      ...entry('licence', licence, 4, 13),
      ...entry('cite', cite, 4, 13),
    ]),
  ];
  return `${lines.join('\n')}\n`;
};
