/**
 * `trace`: what a file is, which formats and public traces are known, fetching one, and synthetic ones.
 *
 * Left out: what each of them does; they are a file each.
 */
import type { Command } from 'commander';
import { readOptions } from '../campaign/read-options.ts';
import { declareConvert } from './trace-convert.ts';
import { declareFetch } from './trace-fetch.ts';
import { declareInfo } from './trace-info.ts';
import { declareList } from './trace-list.ts';
import { declareSynth, synthHelp } from './trace-synth.ts';

const helpText = (): string =>
  [
    'npm run trace -- info traces/samples/burst.csv',
    '',
    'Usage: npm run trace -- info FILE [--json] and, as in replay, --format --read',
    '         --gaps --placement --from --to: what it is, its character, its outline',
    '       npm run trace -- convert FILE --to OUT [--format NAME] [--read K=V,…]',
    '         typed columns that load at once and give the same results',
    '       npm run trace -- list [--json|--markdown]',
    '         formats that are read; public traces with address, licence, checksum',
    '       npm run trace -- fetch NAME|URL [--to DIR] [--sha256 HEX] [--json]',
    '         a public trace into the cache, resumed and checked; prints its path',
    ...synthHelp(),
    '',
    'How a trace is read: --read K=V,… here and in replay',
    ...Object.entries(readOptions).map(
      ([key, { argument, about }]) => `  ${`${key}=${argument}`.padEnd(22)}${about}`,
    ),
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command.configureHelp({ formatHelp: helpText });
  declareInfo(command);
  declareConvert(command);
  declareList(command);
  declareFetch(command);
  declareSynth(command);
};
