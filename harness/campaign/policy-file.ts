/**
 * A file of policies: a JSON list of `{ name | module, label?, options? }`.
 *
 * Options may be nested, as they are in the object that an operator writes: `behavior: { scaleDown: { window: "120s" } }`
 * is `behavior.scaleDown.window=120s`. Modules are found beside the file. Left out: what the options mean.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, isAbsolute } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { nameKnown, type Options, type PolicyChoice } from './policy-choice.ts';
import { readAll } from './read-all.ts';

type Value = string | number | boolean | { readonly [key: string]: Value };

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string().min(1), z.number(), z.boolean(), z.record(z.string().min(1), value)], {
    error: 'an option is a word, a number, true, false, or an object of them',
  }),
);

const KEYS = ['name', 'module', 'label', 'options'];
const word = (accepted: string) => z.string({ error: accepted }).min(1, { error: accepted });

const item = z.strictObject(
  {
    name: word('a name is one of the catalog').optional(),
    module: word('a module is a path')
      .regex(/\.m?[jt]s$/, { error: 'a module ends in .ts, .js or .mjs' })
      .optional(),
    label: word('a label is a few words')
      .regex(/^\S(?:.*\S)?$/, { error: 'a label is a few words without a line break' })
      .optional(),
    options: z.record(z.string().min(1), value, { error: 'options are an object' }).default({}),
  },
  { error: 'a policy is { name or module, label, options }' },
);

type Item = z.output<typeof item>;

/** @throws {InputError} with a line per mistake of the file, each with its place */
export const policiesInFile = (path: string, where: string): readonly PolicyChoice[] => {
  const raw = jsonIn(path, where);
  const read = z
    .array(item, { error: 'it is a list of { name or module, label, options }' })
    .min(1, { error: 'it names no policy' })
    .safeParse(raw);
  if (!read.success)
    throw new InputError(read.error.issues.flatMap((issue) => told(path, raw, issue)).join('\n'));
  return readAll(read.data, (one, index) => [choiceOf(one, path, `${path}: [${index}]`)]);
};

const choiceOf = ({ name, module, label, options }: Item, path: string, place: string): PolicyChoice => {
  const more = { options: flat(options), ...(label === undefined ? {} : { label }) };
  if (name !== undefined && module === undefined)
    return { kind: 'named', name: nameKnown(name, `${place}.name`), ...more };
  if (module === undefined || name !== undefined) {
    const found = name === undefined ? 'neither name nor module' : 'both name and module';
    throw new InputError(
      `${place}: found ${found}; a policy is one of the catalog by name, or a module; give one of them`,
    );
  }
  return { kind: 'module', path: isAbsolute(module) ? module : join(dirname(path), module), ...more };
};

const flat = (options: { readonly [key: string]: Value }, above = ''): Options =>
  Object.fromEntries(
    Object.entries(options).flatMap(([key, one]): (readonly [string, string])[] =>
      typeof one === 'object' ? Object.entries(flat(one, `${above}${key}.`)) : [[above + key, String(one)]],
    ),
  );

/** A line per key that is too many, since each has a nearest one; else one per issue. */
const told = (path: string, raw: unknown, issue: z.core.$ZodIssue): readonly string[] => {
  const place = z.core.toDotPath(issue.path);
  const at = place === '' ? path : `${path}: ${place}`;
  const found = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], raw);
  if (issue.code !== 'unrecognized_keys') return [`${at}: found ${JSON.stringify(found)}; ${issue.message}`];
  return issue.keys.map((key) => `${at}: found "${key}"; known: ${KEYS.join(', ')}${didYouMean(key, KEYS)}`);
};

const jsonIn = (path: string, where: string): unknown => {
  const text = textOf(path, where);
  try {
    return JSON.parse(text);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.split('\n')[0]! : String(fault);
    throw new InputError(
      `${path}: not JSON (${why}); it is a list of { name or module, label, options }; mend the file`,
    );
  }
};

const textOf = (path: string, where: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code ?? 'no code';
    throw new InputError(
      `${where}: ${path} cannot be read (${code}); give the path of a JSON list of policies`,
    );
  }
};
