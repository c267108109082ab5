/**
 * What is to be replayed: the flags of `replay`, read, checked and spelled out.
 *
 * Every choice that changes results is in it, so an experiment and a version are all that a result depends on. All
 * mistakes are reported together, one line each. Left out: the trace itself (the campaign reads it), and what only
 * changes where and how the result is shown.
 */
import { z } from 'zod';
import { guestNames } from '../../model/host/guest.ts';
import { builtFrom, combinations } from '../../model/host/variants.ts';
import { InputError } from '../../model/kernel/faults.ts';
import type { Bytes, Fraction, Micros } from '../../model/kernel/units.ts';
import type { IngestOptions } from '../../traces/choices.ts';
import { gapRules, type GapRule } from '../../traces/steps.ts';
import { hostNamed, isHostFile } from '../calibrate/host-file.ts';
import { pathShown } from '../result/store.ts';
import { defaults, flagNames, sloDefault, spelled, type FlagName } from './defaults.ts';
import { oneOf, refuse, type Reader } from '../../model/kernel/spelling.ts';
import type { PolicyChoice } from './policy-choice.ts';
import { policyChoices } from './policy-list.ts';
import { readChoice } from './read-options.ts';
import { duration, factor, percentage, positiveDuration, size, whole, wordOr } from './quantity.ts';
import { variantOf, variantsIn } from './variant-list.ts';

/** As typed: text by flag name, camel case; a flag that is not there has its default. */
export type Flags = { readonly trace: string } & { readonly [F in FlagName]?: string | undefined };

export type UtilisationAs = { readonly replicas: number } | 'shape' | 'unnamed';

export interface Experiment {
  /** Path as given. */
  readonly trace: string;
  /** `auto` detects by content. */
  readonly format: string;
  /** In the order in which they were named; each drives every variant. */
  readonly policies: readonly PolicyChoice[];
  /** How the trace is read, beside the options that have a flag of their own. */
  readonly read: Partial<IngestOptions>;
  /** Names that `variantsIn` knows: stock first, fewer fixes first; `ideal` always runs beside them. */
  readonly variants: readonly string[];
  readonly host: string;
  readonly guest: string;
  readonly seeds: readonly number[];
  /** Share of requests that may be violated, for which every variant's headroom is searched. */
  readonly isoSla: Fraction | 'off';
  /** `auto`: {@link sloFor}. */
  readonly slo: Micros | 'auto';
  readonly from: Micros;
  readonly to: Micros | 'end';
  readonly scale: number | 'auto';
  /** What a trace of utilisation is replayed as: so many replicas at 100 %, its shape only, or nothing before it is said. */
  readonly utilisationAs: UtilisationAs;
  /** Where the creations of one bin of a coarse trace go: all at its start, evenly over it, or a seeded draw. */
  readonly placement: 'start' | 'spread' | 'seeded';
  /** `auto`: what absence means in the format. */
  readonly gaps: GapRule | 'auto';
  /** A domain is destroyed at the recorded time, or after the recorded lifetime counted from ready. */
  readonly destroy: 'wall' | 'lifetime';
  /** Domains that were there before the trace: running at the start, booted at the start, or left out. */
  readonly censored: 'preboot' | 'boot' | 'drop';
  readonly hosts: number | 'auto';
  /** Domains that run beside the workload on every host. */
  readonly neighbours: number | 'auto';
  /** Of every policy; `auto`: each policy's own. */
  readonly tick: Micros | 'auto';
  /** Requests of a load: in expectation, or one by one. */
  readonly requests: 'fluid' | 'each';
  /** A replica of the service (load traces); a lifecycle trace has sizes of its own. */
  readonly replica: { readonly vcpus: number; readonly memory: Bytes };
  /** Every flag with its value as a person would type it: for `--print-config` and the result document. */
  readonly flags: Readonly<Record<FlagName, string>>;
  /** The command line that makes this again, with the flags that differ from their defaults. */
  readonly again: string;
}

/** Stock, then the chosen ones, each once: those of the three fixes in the order of their catalog, then the others. */
const variantNames: Reader<string[]> = (text) => {
  const chosen = text === 'every' ? combinations : variantsIn(text);
  const names = new Set(['stock', ...chosen.map((variant) => variant.name)]);
  const known = combinations.map((variant) => variant.name).filter((name) => names.has(name));
  return [...known, ...[...names].filter((name) => !known.includes(name))];
};

/** A release, a release and its xenstored, or the file of a calibrated host. */
const hostName: Reader<string> = (text) => {
  const { name } = hostNamed(text);
  return isHostFile(text) ? text : name;
};

/** What variants are not for this host, a line each. */
const unfit = (host: string, variants: readonly string[]): string[] =>
  variants.flatMap((name) => {
    try {
      builtFrom(hostNamed(host), variantOf(name));
      return [];
    } catch (fault) {
      if (fault instanceof InputError) return [fault.message];
      throw fault;
    }
  });

/** `20replicas`, or a word. */
const utilisationAs: Reader<UtilisationAs> = (text, where) => {
  if (text === 'shape' || text === 'unnamed') return text;
  const [, digits] = /^(\d+(?:\.\d+)?)\s*replicas?$/.exec(text.trim()) ?? [];
  const replicas = Number(digits);
  return digits !== undefined && replicas > 0
    ? { replicas }
    : refuse(
        where,
        text,
        'it is how many replicas 100 % stands for, as in 20replicas, or shape: only its shape, scaled',
      );
};

const readers = {
  format: (text: string) => text,
  policy: policyChoices,
  read: readChoice,
  fixes: variantNames,
  host: hostName,
  guest: oneOf(...guestNames),
  seed: whole(0, 2 ** 32 - 1),
  seeds: whole(1, 10_000),
  slo: wordOr('auto', positiveDuration),
  isoSla: wordOr('off', percentage),
  from: duration,
  to: wordOr('end', positiveDuration),
  scale: wordOr('auto', factor),
  utilisationAs,
  placement: oneOf('start', 'spread', 'seeded'),
  gaps: oneOf('auto', ...gapRules),
  destroy: oneOf('wall', 'lifetime'),
  censored: oneOf('preboot', 'boot', 'drop'),
  hosts: wordOr('auto', whole(1, 1_000_000)),
  neighbours: wordOr('auto', whole(0, 100_000)),
  tick: wordOr('auto', positiveDuration),
  requests: oneOf('fluid', 'each'),
  memory: size,
  vcpus: whole(1, 65_535),
} satisfies Record<FlagName, Reader<unknown>>;

/** A text that the reader turns into a value; a mistake becomes an issue, so that all are found in one pass. */
const flag = <T>(name: FlagName, reader: Reader<T>) =>
  z
    .string()
    .default(defaults[name])
    .transform((text, context): T => {
      try {
        return reader(text, `--${spelled(name)}`);
      } catch (fault) {
        if (!(fault instanceof InputError)) throw fault;
        context.addIssue({ code: 'custom', message: fault.message });
        return z.NEVER;
      }
    });

type Values = { [F in FlagName]: ReturnType<(typeof readers)[F]> };

const valuesSchema = z.object(
  Object.fromEntries(flagNames.map((name) => [name, flag(name, readers[name] as Reader<unknown>)])),
);

const quoted = (word: string): string =>
  /^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const commandLine = (trace: string, flags: Readonly<Record<FlagName, string>>): string => {
  const given = flagNames.filter((name) => flags[name] !== defaults[name]);
  // a path that begins with a dash would be read as an option
  const path = trace.startsWith('-') ? `./${trace}` : pathShown(trace);
  return [
    'npm run replay --',
    quoted(path),
    ...given.map((name) => `--${spelled(name)} ${quoted(flags[name])}`),
  ].join(' ');
};

/**
 * Reads and checks the flags.
 *
 * @throws {InputError} with one line per mistake, all of them together
 */
export const experimentOf = ({ trace, ...given }: Flags): Experiment => {
  const read = valuesSchema.safeParse(given);
  const mistakes = read.success ? [] : read.error.issues.map((issue) => issue.message);
  const values = read.data as Values | undefined;
  if (values !== undefined && values.to !== 'end' && values.to <= values.from) {
    mistakes.push(
      `--to: found "${given.to}", not after --from "${given.from ?? defaults.from}"; --to must be the later one`,
    );
  }
  if (values !== undefined) mistakes.push(...unfit(values.host, values.fixes));
  if (trace === '') mistakes.push('the trace is an empty name; give the path of a file');
  if (values === undefined || mistakes.length > 0) throw new InputError(mistakes.join('\n'));

  const flags = {
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)),
  };
  const { policy, fixes, seed, seeds, memory, vcpus, ...rest } = values;
  return {
    trace,
    ...rest,
    policies: policy,
    variants: fixes,
    seeds: Array.from({ length: seeds }, (_seed, i) => seed + i),
    replica: { vcpus, memory },
    flags,
    again: commandLine(trace, flags),
  };
};

/** The objective in force: response time of a request (load), or set-up time of a domain (lifecycle). */
export const sloFor = (experiment: Experiment, kind: 'lifecycle' | 'load'): Micros =>
  experiment.slo === 'auto' ? duration(sloDefault[kind], '--slo') : experiment.slo;
