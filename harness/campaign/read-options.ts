/**
 * How a trace is read, as people type it: `--read sample=10%,member=vm.csv`, for every command that reads one.
 *
 * One table says what there is; what is typed is read, checked and told whole. Left out: what the options do (traces),
 * and those that have a flag of their own (`--placement`, `--gaps`, `--from`, `--to`, `--format`).
 */
import { InputError } from '../../model/kernel/faults.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { didYouMean, oneOf, refuse, type Reader } from '../../model/kernel/spelling.ts';
import type { IngestOptions } from '../../traces/choices.ts';
import type { Machine } from '../../traces/machine.ts';
import { duplicateRules, endRules } from '../../traces/steps.ts';
import { factor, positiveDuration, size, whole } from './quantity.ts';

interface ReadOption {
  readonly argument: string;
  /** One line for `trace --help`. */
  readonly about: string;
  readonly read: Reader<Partial<IngestOptions>>;
}

const quantities = ['count', 'rate', 'utilisation', 'resource', 'percent'] as const;

/** `64:256GiB`. */
const machine: Reader<Machine> = (text, where) => {
  const [cores = '', memory = '', ...more] = text.split(':');
  if (more.length > 0 || memory === '')
    return refuse(where, text, `a machine is CORES:SIZE, as in ${where}=64:256GiB`);
  return { cores: whole(1, 65_535)(cores, where), memory: size(memory, where) };
};

/** `10%` or `0.1`: above 0 and at most 1. */
const share: Reader<number> = (text, where) => {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (percent === '%' ? 100 : 1);
  return value > 0 && value <= 1
    ? value
    : refuse(where, text, 'a share is above 0 and at most 100%, as in 10% or 0.1');
};

export const readOptions: Readonly<Record<string, ReadOption>> = {
  sample: {
    argument: 'SHARE',
    about: 'of the groups (deployment, app, job), each whole; 10%',
    read: (text, where) => ({ sample: share(text, where) }),
  },
  rate: {
    argument: 'FACTOR',
    about: 'creations so many times as often, lifetimes kept [1]',
    read: (text, where) => ({ rate: factor(text, where) }),
  },
  created: {
    argument: 'WHEN',
    about: 'request|schedule, where a trace knows both',
    read: (text, where) => ({ createdAt: oneOf('request', 'schedule')(text, where) }),
  },
  machine: {
    argument: 'CORES:SIZE',
    about: 'what sizes are shares of, where they are; 64:256GiB',
    read: (text, where) => ({ machine: machine(text, where) }),
  },
  'machine-kind': {
    argument: 'N',
    about: 'azure-packing: the kind of machine of all sizes',
    read: (text, where) => ({ machineKind: whole(0)(text, where) }),
  },
  'memory-per-core': {
    argument: 'SIZE',
    about: 'swf, gwf: where the log has no memory [2GiB]',
    read: (text, where) => ({ memoryPerCore: size(text, where) }),
  },
  member: {
    argument: 'NAME',
    about: 'the file to read of a zip that holds several',
    read: (text) => ({ member: text }),
  },
  quantity: {
    argument: 'WHAT',
    about: 'count|rate|utilisation|resource|percent (nab, huawei)',
    read: (text, where) => ({ quantity: oneOf(...quantities)(text, where) }),
  },
  capacity: {
    argument: 'N',
    about: 'requests/s that a utilisation of 100 % stands for',
    read: (text, where) => ({ utilisationCapacity: factor(text, where) }),
  },
  step: {
    argument: 'DURATION',
    about: 'in which a log is counted [1s]; of limbo, its own',
    read: (text, where) => ({ step: inSeconds(positiveDuration(text, where)) }),
  },
  align: {
    argument: 'WHERE',
    about: 'steps of a log from the first|on the calendar [first]',
    read: (text, where) => ({ align: oneOf('first', 'calendar')(text, where) }),
  },
  duplicates: {
    argument: 'RULE',
    about: 'rows of one moment: mean|sum|first|last [mean]',
    read: (text, where) => ({ duplicates: oneOf(...duplicateRules)(text, where) }),
  },
  backward: {
    argument: 'RULE',
    about: 'rows before the row above them: sort|refuse [sort]',
    read: (text, where) => ({ backward: oneOf('sort', 'refuse')(text, where) }),
  },
  'past-end': {
    argument: 'RULE',
    about: 'trace ends before --to: stop|error|hold|zero|repeat',
    read: (text, where) => ({ pastEnd: oneOf(...endRules)(text, where) }),
  },
  compress: {
    argument: 'FACTOR',
    about: 'times faster than recorded, what happens unchanged [1]',
    read: (text, where) => ({ compress: factor(text, where) }),
  },
  lifetimes: {
    argument: 'WHICH',
    about: 'of a lifetime bin: lowest|middle (azure-rnn) [lowest]',
    read: (text, where) => ({ lifetimes: oneOf('lowest', 'middle')(text, where) }),
  },
  'top-cores': {
    argument: 'N',
    about: 'cores of the bucket >24 (azure-vmtable) [30]',
    read: (text, where) => ({ topCores: whole(1, 65_535)(text, where) }),
  },
  'top-gib': {
    argument: 'N',
    about: 'GiB of the bucket >64 (azure-vmtable) [70]',
    read: (text, where) => ({ topGib: factor(text, where) }),
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
