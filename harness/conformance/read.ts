/**
 * A folder of vector files becomes cases: every `.json` in it, by name, each `{ set, cases: [{ id, …, expect }] }`.
 *
 * All mistakes of all files are told together, a line each. Left out: sub-folders, and what a case means.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import type { Case } from './judge.ts';
import { setNames, setNamed } from './catalog.ts';

/** Mistakes that are told; a file of another kind would fill pages. */
const TOLD = 20;

/**
 * The cases of a folder.
 *
 * @returns  in the order of file names and of each file
 * @throws {InputError} with a line per mistake
 */
export const casesIn = (folder: string): readonly Case[] =>
  casesOfFiles(namesIn(folder).map((name) => join(folder, name)));

/** The cases of one file. @throws {InputError} with a line per mistake */
export const casesOfFile = (path: string): readonly Case[] => casesOfFiles([path]);

const casesOfFiles = (paths: readonly string[]): readonly Case[] => {
  const mistakes: string[] = [];
  const cases = paths.flatMap((path) => {
    try {
      return casesOf(basename(path), textOf(path), mistakes);
    } catch (fault) {
      if (!(fault instanceof InputError)) throw fault;
      mistakes.push(fault.message);
      return [];
    }
  });
  if (mistakes.length > 0) {
    const more = mistakes.length - TOLD;
    throw new InputError(
      [...mistakes.slice(0, TOLD), ...(more > 0 ? [`… and ${more} more mistakes`] : [])].join('\n'),
    );
  }
  return cases;
};

const namesIn = (folder: string): readonly string[] => {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (fault) {
    const { code } = fault as { code?: string };
    if (code === 'ENOENT') throw new InputError(`${folder}: not found; give the folder of the vector files`);
    if (code === 'ENOTDIR')
      throw new InputError(
        `${folder}: found a file; give the folder that it is in, whose files are all read`,
      );
    throw new InputError(
      `${folder}: cannot be read (${code ?? String(fault)}); give the folder of the files`,
    );
  }
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  if (files.length === 0)
    throw new InputError(`${folder}: holds no .json file; give the folder of the vector files`);
  return files;
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    throw new InputError(
      `${basename(path)}: cannot be read (${(fault as { code?: string }).code ?? String(fault)}); make it readable, or take it away`,
    );
  }
};

const vectorFile = z.object({ set: z.string(), cases: z.array(z.unknown()) });
const identified = z.object({ id: z.string() });

const casesOf = (file: string, text: string, mistakes: string[]): readonly Case[] => {
  const read = vectorFile.safeParse(parsed(file, text));
  if (!read.success) {
    mistakes.push(...linesOf(file, 'a vector file is { set, cases }', read.error));
    return [];
  }
  const set = setNamed(read.data.set);
  if (set === undefined) {
    mistakes.push(
      `${file}: set is "${read.data.set}"; known: ${setNames.join(', ')}${didYouMean(read.data.set, setNames)}`,
    );
    return [];
  }
  if (read.data.cases.length === 0) mistakes.push(`${file}: cases is empty; give one at least`);
  return read.data.cases.flatMap((one, index): readonly Case[] => {
    const named = identified.safeParse(one);
    if (!named.success) {
      mistakes.push(...linesOf(`${file}: cases[${index}]`, 'a case is { id, …, expect }', named.error));
      return [];
    }
    const { id } = named.data;
    const given = set.schema.safeParse(one);
    if (!given.success) {
      // a word of a rule that the model does not know is not the file's mistake
      if (given.error.issues.every(({ code }) => code === 'invalid_value' || code === 'invalid_union')) {
        return [{ file, id, set, given: one, unknown: linesOf('', '', given.error).join(', ') }];
      }
      mistakes.push(...linesOf(`${file}:${id}`, `a case of ${set.set}`, given.error));
      return [];
    }
    if (Object.keys(set.expected(given.data as never)).length === 0)
      mistakes.push(`${file}:${id}: expect is empty; say what is to be compared`);
    return [{ file, id, set, given: given.data }];
  });
};

const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.split('\n')[0]! : String(fault);
    throw new InputError(`${file}: found no JSON (${why}); mend the file`);
  }
};

/** zod's issues, a line each: where, what was found, what is accepted. */
const linesOf = (where: string, form: string, error: z.ZodError): readonly string[] =>
  error.issues.map((issue) => {
    const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
    const name = path === '' ? 'it' : path.replace(/^\./u, '');
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return missing
      ? `${where}: ${name} is missing (${issue.expected}); ${form} has it`
      : `${where}: ${name}: ${issue.message.replace(/^Invalid input: /u, '')}; see ${form}`;
  });
