/**
 * The policies of an experiment as they are typed: `hpa`, `hpa(target=60%,min=2),kpa`, `./mine.ts`, `policies.json`, `all`.
 *
 * Options stand in parentheses, so that commas separate policies; `hpa:target=60%,min=2`, which needs no quotes in a
 * shell, is read as well. All mistakes are told together. Left out: what an option means (the policy's own), and loading
 * a module (drivers.ts).
 */
import { InputError } from '../../model/kernel/faults.ts';
import type { Reader } from '../../model/kernel/spelling.ts';
import { policies as catalog } from '../../model/policy/catalog.ts';
import { EVERY, isTrace, nameKnown, type Options, type PolicyChoice, TRACE_POLICY } from './policy-choice.ts';
import { policiesInFile } from './policy-file.ts';
import { unusable } from './policies.ts';
import { readAll } from './read-all.ts';

/** Not policies, and not to be mixed with any. */
const ALONE: readonly string[] = ['auto', TRACE_POLICY];

/** @throws {InputError} with a line per mistake */
export const policyChoices: Reader<readonly PolicyChoice[]> = (text, where) => {
  const choices = readAll(itemsIn(text), (item) => {
    const read = choicesOf(item, where);
    const mistakes = unusable(read);
    if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
    return read;
  });
  const alone = choices.find((choice) => choice.kind === 'auto' || isTrace(choice));
  if (alone !== undefined && choices.length > 1) {
    throw new InputError(
      `${where}: found "${text}"; ${alone.kind === 'auto' ? 'auto' : TRACE_POLICY} stands alone, not beside other policies`,
    );
  }
  return choices;
};

/** Pieces between commas that stand in no parentheses; after `NAME:`, `key=value` belongs to the piece before it. */
const itemsIn = (text: string): readonly string[] => {
  const items: string[] = [];
  for (const piece of outsideParentheses(text)) {
    const last = items.at(-1);
    if (last !== undefined && COLON.test(last) && OPTION.test(piece)) items[items.length - 1] += `,${piece}`;
    else items.push(piece.trim());
  }
  return items;
};

const OPTION = /^[^(:]*=/;
const COLON = /^[^(=]*:/;

const outsideParentheses = (text: string): readonly string[] => {
  const pieces: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth <= 0) pieces.push('');
    else pieces[pieces.length - 1] += letter;
  }
  return pieces;
};

const choicesOf = (item: string, where: string): readonly PolicyChoice[] => {
  const { name, list } = partsOf(item, where);
  const options = list === undefined ? {} : optionsIn(list, where);
  if (/\.m?[jt]s$/.test(name)) return [{ kind: 'module', path: name, options }];
  if (name.endsWith('.json')) {
    if (list === undefined) return policiesInFile(name, where);
    throw new InputError(
      `${where}: found options behind "${name}"; they stand in the file, policy by policy`,
    );
  }
  if (name.includes('/')) {
    throw new InputError(
      `${where}: found "${name}"; a policy of your own is a module that ends in .ts, .js or .mjs, a list of policies ends in .json`,
    );
  }
  if (ALONE.includes(name) && list !== undefined) {
    throw new InputError(
      `${where}: found options behind "${name}", which takes none; name a policy, as in hpa(${list})`,
    );
  }
  if (name === 'auto') return [{ kind: 'auto', options }];
  // bounds are left out: they stand beside every result
  if (EVERY.includes(name)) {
    return (
      catalog
        // and what only requests one by one can wake is named by itself
        .filter(({ kind, wakes }) => kind === 'policy' && wakes === undefined)
        .map((policy) => ({ kind: 'named', name: policy.name, options }))
    );
  }
  return [{ kind: 'named', name: nameKnown(name, where), options }];
};

/** `NAME`, `NAME(k=v,…)` or `NAME:k=v,…`; a name may be a path. */
const partsOf = (item: string, where: string): { readonly name: string; readonly list?: string } => {
  if (item === '') {
    throw new InputError(
      `${where}: found an empty name; policies are NAME or NAME(key=value,…), with commas between them`,
    );
  }
  const [, inFront, inside] = /^([^(:]+?)\s*\((.*)\)$/s.exec(item) ?? [];
  if (inFront !== undefined) return { name: inFront, list: inside! };
  const [, name, behind] = /^([^(:]+):(.+)$/s.exec(item) ?? [];
  if (name !== undefined) return { name, list: behind! };
  if (OPTION.test(item)) {
    throw new InputError(
      `${where}: found "${item}"; options stand in parentheses behind their policy, as in hpa(${item})`,
    );
  }
  if (/[():]/.test(item)) {
    throw new InputError(
      `${where}: found "${item}"; a policy is NAME or NAME(key=value,…) or the path of a module`,
    );
  }
  return { name: item };
};

const optionsIn = (list: string, where: string): Options => {
  const options: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const entry of list.trim() === '' ? [] : outsideParentheses(list)) {
    const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*\S)\s*$/s.exec(entry) ?? [];
    if (key === undefined) {
      mistakes.push(
        `${where}: found option "${entry}"; options are key=value, as in hpa(tolerance=0.05,min=2)`,
      );
    } else if (Object.hasOwn(options, key)) {
      mistakes.push(`${where}: option "${key}" is there twice; give it once`);
    } else options[key] = value!;
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  return options;
};
