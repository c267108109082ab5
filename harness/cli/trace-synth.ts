/**
 * `trace synth`: a synthetic trace on standard output, the same bytes for the same line.
 *
 * The first line of the trace is the command that makes it again. Left out: what the shapes are (traces/).
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { InputError } from '../../model/kernel/faults.ts';
import { didYouMean, oneOf, type Reader } from '../../model/kernel/spelling.ts';
import { shapes, syntheticLoad, type SyntheticLoad } from '../../traces/synthetic-load.ts';
import { PIECE, syntheticVmtable } from '../../traces/synthetic-vmtable.ts';
import { synthesise, syntheticKinds } from '../../traces/synthetic.ts';
import { factor, positiveDuration, whole } from '../campaign/quantity.ts';

interface SynthFlag<T> {
  readonly argument: string;
  readonly about: string;
  readonly default: string;
  readonly read: Reader<T>;
}

const zeroOr =
  (least: number): Reader<number> =>
  (text, where) => {
    if (text === '0') return 0;
    const value = factor(text, where);
    if (value < least)
      throw new InputError(`${where}: found "${text}"; it is 0 or a number from ${least} up`);
    return value;
  };

const flags = {
  duration: { argument: 'DURATION', about: 'of the trace', default: '1d', read: positiveDuration },
  step: { argument: 'DURATION', about: 'between two rows', default: '60s', read: positiveDuration },
  period: { argument: 'DURATION', about: 'of the shape', default: '6h', read: positiveDuration },
  base: { argument: 'RATE', about: 'per second, where it is lowest', default: '100', read: factor },
  peak: { argument: 'FACTOR', about: 'the highest, times the base', default: '5', read: factor },
  iod: { argument: 'N', about: 'variance over mean per step; 0: exact', default: 'auto', read: zeroOr(1) },
  as: { argument: 'WHAT', about: 'load|domains', default: 'load', read: oneOf('load', 'domains') },
} as const satisfies Record<string, SynthFlag<unknown>>;

type SynthFlagName = keyof typeof flags;
type TypedSynth = { readonly seed: string; readonly rows?: string } & {
  readonly [F in SynthFlagName]?: string;
};

/** What a flag is where it is not given: a day has its own period, and bursts are dispersed. */
const defaultOf = (name: SynthFlagName, kind: string): string => {
  if (name === 'period' && kind === 'days') return '24h';
  if (name === 'iod') return kind === 'bursts' ? '20' : '0';
  return flags[name].default;
};

export const synthHelp = (): readonly string[] => [
  '       npm run -s trace -- synth KIND [options] > FILE',
  `         a synthetic trace: ${shapes.join('|')}|${syntheticKinds.join('|')},`,
  `         or vmtable, as Azure’s, of --rows N: to see that a large file is read`,
];

export const declareSynth = (command: Command): void => {
  const synth = command.command('synth').alias('synthesise').argument('<kind>');
  synth.option('--seed <N>', 'of every draw', '1');
  synth.option('--rows <N>', 'of a vmtable');
  for (const [name, { argument, about }] of Object.entries(flags))
    synth.option(`--${name} <${argument}>`, about);
  synth.action(synthesised);
};

const VMTABLE = 'vmtable';
/** Of the second dataset: 2,695,548. */
const VMTABLE_ROWS = '2695548';
const VMTABLE_ROWS_MOST = 50_000_000;

/** The pieces of it, with how far it is on standard error. */
const toldVmtable = async function* (rows: number, seed: number): AsyncGenerator<string> {
  const { progressOn } = await import('./progress.ts');
  const line = progressOn(process.stderr);
  let done = 0;
  for (const piece of syntheticVmtable({ rows, seed })) {
    yield piece;
    done = Math.min(rows, done + PIECE);
    line.show({ done, total: rows, label: 'rows' });
  }
  line.clear();
};

const synthesised = async (
  kind: string,
  { seed: typedSeed, rows: typedRows, ...typed }: TypedSynth,
): Promise<void> => {
  const seed = whole(0, 2 ** 32 - 1)(typedSeed, '--seed');
  if (kind === VMTABLE) {
    refuseOthers(kind, typed, '--seed and --rows');
    const rows = whole(1, VMTABLE_ROWS_MOST)(typedRows ?? VMTABLE_ROWS, '--rows');
    // no first line that names the command: the format has no comments
    await pipeline(Readable.from(toldVmtable(rows, seed)), process.stdout, { end: false });
    return;
  }
  if (typedRows !== undefined) throw new InputError(`--rows: ${kind} has none; ${VMTABLE} has`);
  const sample = syntheticKinds.find((one) => one === kind);
  if (sample !== undefined) {
    refuseOthers(kind, typed, '--seed');
    process.stdout.write(synthesise(sample, seed));
    return;
  }
  const shape = shapes.find((one) => one === kind);
  if (shape === undefined) {
    const known = [...shapes, ...syntheticKinds, VMTABLE];
    throw new InputError(
      `trace synth: found kind "${kind}"; known: ${known.join(', ')}${didYouMean(kind, known)}`,
    );
  }
  const values = valuesOf(kind, typed);
  const text = syntheticLoad({ ...values, shape, seed });
  process.stdout.write(`${[`# npm run trace -- ${lineOf(kind, seed, typed)}`, ...text].join('\n')}\n`);
};

const refuseOthers = (kind: string, typed: object, own: string): void => {
  const [given] = Object.keys(typed);
  if (given === undefined) return;
  throw new InputError(`--${given}: ${kind} has ${own} only; its like: ${shapes.join(', ')}`);
};

type Values = Omit<SyntheticLoad, 'shape' | 'seed'>;

/** All mistakes together, one line each. */
const valuesOf = (kind: string, typed: Partial<Record<SynthFlagName, string>>): Values => {
  const mistakes: string[] = [];
  const value = <T>(name: SynthFlagName, read: Reader<T>): T => {
    try {
      return read(typed[name] ?? defaultOf(name, kind), `--${name}`);
    } catch (fault) {
      if (!(fault instanceof InputError)) throw fault;
      mistakes.push(fault.message);
      return undefined as T;
    }
  };
  const values: Values = {
    duration: value('duration', flags.duration.read),
    step: value('step', flags.step.read),
    period: value('period', flags.period.read),
    base: value('base', flags.base.read),
    peak: value('peak', flags.peak.read),
    dispersion: value('iod', flags.iod.read),
    as: value('as', flags.as.read),
  };
  if (values.duration / values.step > STEPS_MOST)
    mistakes.push(
      `--step: ${typed.step ?? flags.step.default} makes more than ${STEPS_MOST} steps; choose longer ones`,
    );
  if (values.as === 'domains' && values.base * values.peak * values.duration > DOMAINS_MOST * 1e6)
    mistakes.push(
      `--base: that makes more than ${DOMAINS_MOST} domains; choose a lower rate or a shorter trace`,
    );
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  return values;
};

const STEPS_MOST = 10_000_000;
const DOMAINS_MOST = 5_000_000;

const lineOf = (kind: string, seed: number, typed: Partial<Record<SynthFlagName, string>>): string =>
  [
    `synth ${kind} --seed ${seed}`,
    ...(Object.keys(flags) as SynthFlagName[]).flatMap((name) =>
      typed[name] === undefined ? [] : [`--${name} ${typed[name]}`],
    ),
  ].join(' ');
