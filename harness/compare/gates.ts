/**
 * Which metrics fail a comparison, and how much each may change for the worse.
 *
 * A gate file is `{ "gate": [...], "warn": [...], "allowed": { "setup_p99_s": "1%" } }`; flags say the same and outrank it. A
 * name is a metric (`setup_p99_s`), `exact`, `measured` or `all`; the more particular one wins. Without any, every metric
 * of the base is gated and nothing is allowed. Left out: the judgement.
 */
import { z } from 'zod';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';

export interface Gates {
  readonly isGated: (metric: string, kind: 'exact' | 'measured') => boolean;
  /** Change for the worse that passes, as a fraction. */
  readonly allowed: (metric: string, kind: 'exact' | 'measured') => number;
  /** Metrics that are named; each must exist. */
  readonly named: readonly string[];
}

const KINDS = ['exact', 'measured', 'all'];

const names = z.array(z.string().min(1));
const fileSchema = z.strictObject({
  gate: names.optional(),
  warn: names.optional(),
  allowed: z.record(z.string(), z.string()).optional(),
});

export interface GateWords {
  readonly gate: readonly string[];
  readonly warn: readonly string[];
  /** `setup_p99_s=1%`. */
  readonly allow: readonly string[];
}

/**
 * @param file   the gate file as read, with its path; undefined where none was given
 * @param words  as typed; they outrank the file
 * @throws {InputError} with a line per mistake
 */
export const gatesOf = (file: { path: string; raw: unknown } | undefined, words: GateWords): Gates => {
  const mistakes: string[] = [];
  const read = file === undefined ? undefined : fileSchema.safeParse(file.raw);
  if (file !== undefined && read?.success === false) {
    for (const { path, message } of read.error.issues)
      mistakes.push(
        `${file.path}: ${z.core.toDotPath(path) || 'the file'}: ${message}; it holds gate, warn and allowed`,
      );
  }
  const given = read?.data ?? {};
  const level = new Map<string, boolean>();
  for (const name of given.warn ?? []) level.set(name, false);
  for (const name of given.gate ?? []) level.set(name, true);
  for (const name of words.warn) level.set(name, false);
  for (const name of words.gate) level.set(name, true);
  const allowed = new Map<string, number>();
  const allow = (name: string, text: string, where: string): void => {
    const [, digits] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
    if (digits === undefined)
      mistakes.push(`${where}: found "${text}"; an allowed change is a percentage, as in 1%`);
    else allowed.set(name, Number(digits) / 100);
  };
  for (const [name, text] of Object.entries(given.allowed ?? {}))
    allow(name, text, `${file!.path}: allowed.${name}`);
  for (const word of words.allow) {
    const at = word.indexOf('=');
    if (at <= 0) mistakes.push(`--allow: found "${word}"; it is METRIC=PERCENT, as in setup_p99_s=1%`);
    else allow(word.slice(0, at), word.slice(at + 1), `--allow ${word.slice(0, at)}`);
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  // where some are gated by name, what is not named only warns
  const otherwise = ![...level.values()].includes(true);
  return {
    isGated: (metric, kind) => level.get(metric) ?? level.get(kind) ?? level.get('all') ?? otherwise,
    allowed: (metric, kind) => allowed.get(metric) ?? allowed.get(kind) ?? allowed.get('all') ?? 0,
    named: [...new Set([...level.keys(), ...allowed.keys()])].filter((name) => !KINDS.includes(name)),
  };
};

/** @throws {InputError} where a named metric is in neither document, with the nearest that is */
export const refuseUnknown = (gates: Gates, known: readonly string[]): void => {
  const unknown = gates.named.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new InputError(
    unknown
      .map((name) => `gate: found metric "${name}", which neither document has${didYouMean(name, known)}`)
      .join('\n'),
  );
};
