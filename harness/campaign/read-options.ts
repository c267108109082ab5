/**
 * How a trace is read, as people type it: `--read sample=10%,member=vm.csv`, for every command that reads one.
 *
 * One table says what there is; what is typed is read, checked and told whole. Left out: what the options do (traces),
 * and those that have a flag of their own (`--placement`, `--gaps`, `--from`, `--to`, `--format`).
 */
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean, type Reader } from '../../model/kernel/spelling.ts';
import type { IngestOptions } from '../../traces/ingest.ts';
import { factor } from './quantity.ts';

interface ReadOption {
  readonly argument: string;
  /** One line for `trace --help`. */
  readonly about: string;
  readonly read: Reader<Partial<IngestOptions>>;
}

export const readOptions: Readonly<Record<string, ReadOption>> = {
  member: {
    argument: 'NAME',
    about: 'the file to read of a zip that holds several',
    read: (text) => ({ member: text }),
  },
  inflation: {
    argument: 'N',
    about: 'most unpacked bytes per stored one, a guard [200]',
    read: (text, where) => ({ limits: { inflation: factor(text, where) } }),
  },
};

export const NO_READ_OPTIONS = 'as-is';

/** `as-is`, or a list of `key=value`. @throws {InputError} with a line per mistake */
export const readChoice: Reader<Partial<IngestOptions>> = (text, where) => {
  if (text === NO_READ_OPTIONS) return {};
  const known = Object.keys(readOptions);
  const mistakes: string[] = [];
  let options: Partial<IngestOptions> = {};
  const seen = new Set<string>();
  for (const entry of text.split(',')) {
    const at = entry.indexOf('=');
    const key = entry.slice(0, Math.max(at, 0)).trim();
    if (at < 1 || at === entry.length - 1) {
      mistakes.push(`${where}: found "${entry}"; options are key=value, as in ${where} sample=10%`);
    } else if (!Object.hasOwn(readOptions, key)) {
      mistakes.push(
        `${where}: option "${key}" is not known; known: ${known.join(', ')}${didYouMean(key, known)}`,
      );
    } else if (seen.has(key)) {
      mistakes.push(`${where}: option "${key}" is there twice; give it once`);
    } else {
      seen.add(key);
      try {
        options = { ...options, ...readOptions[key]!.read(entry.slice(at + 1), `${where} ${key}`) };
      } catch (fault) {
        if (!(fault instanceof InputError)) throw fault;
        mistakes.push(fault.message);
      }
    }
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  return options;
};
