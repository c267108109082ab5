/**
 * One side of a comparison: a document of a replay, of benchmarks or of rounds, brought to the same form.
 *
 * `identity` is what both sides must share for a comparison to mean anything, `context` what may differ and is told where
 * it does. Left out: the judgement.
 */
import { InputError } from '../../model/kernel/faults.ts';
import { ROUNDS_SCHEMA, roundsOf, type RoundsDocument } from '../bench/rounds-document.ts';
import { BENCH_SCHEMA, benchOf, type BenchDocument } from '../result/bench-document.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { jsonAt, resultIn } from '../result/store.ts';
import type { Better } from '../measure/metric.ts';

export interface Compared {
  readonly unit: string;
  readonly better: Better;
  readonly value: Value;
}

type Value =
  /** `seeds`: the values of each seed, where there are several. */
  | { readonly kind: 'exact'; readonly value: number | null; readonly seeds: readonly (number | null)[] }
  /** A value per round. */
  | { readonly kind: 'measured'; readonly rounds: readonly number[] };

type Fields = readonly (readonly [field: string, value: unknown])[];

export interface Side {
  readonly path: string;
  readonly version: string;
  readonly commit: string | null;
  readonly identity: Fields;
  readonly context: Fields;
  /** By subject (a variant, a benchmark), then by metric. */
  readonly metrics: ReadonlyMap<string, ReadonlyMap<string, Compared>>;
}

/** @throws {InputError} when it is missing, unreadable, or no document that can be compared */
export const sideAt = async (path: string): Promise<Side> => {
  const raw = await jsonAt(path);
  const schema = raw !== null && typeof raw === 'object' && 'schema' in raw ? String(raw.schema) : '';
  if (schema === ROUNDS_SCHEMA) return roundsSide(path, roundsOf(raw, path));
  if (schema === BENCH_SCHEMA) return benchSide(path, benchOf(raw, path));
  if (!schema.startsWith('xenreplay/result/')) {
    throw new InputError(
      `${path}: ${schema === '' ? 'no schema' : `schema "${schema}"`}; documents of replay, of bench micro and macro and ` +
        `of bench rounds can be compared; give one of them`,
    );
  }
  return resultSide(path, resultIn(raw, path));
};

const resultSide = (path: string, document: ResultDocument): Side => {
  const { trace, workload, host, guest, policies, seeds } = document;
  return {
    path,
    version: document.version,
    commit: document.commit,
    identity: [
      ['kind', 'result'],
      ['partial', document.partial !== undefined],
      ['trace.sha256', trace.sha256],
      ['workload.kind', workload.kind],
      ...Object.entries(workload.options).map(([key, value]) => [`workload.options.${key}`, value] as const),
      ['host.name', host.name],
      ['guest', guest],
      ...policies.map(({ label, ...policy }) => [`policies.${label}`, policy] as const),
      ['seeds', seeds],
    ],
    context: host.parameters.map(({ name, value }) => [`host parameter ${name}`, value] as const),
    metrics: new Map([
      ...document.variants.map((entry) => [subjectOf(document, entry), metricsOf(entry)] as const),
      ...document.bounds.map((entry) => [`bound ${entry.name}`, metricsOf(entry)] as const),
    ]),
  };
};

const benchSide = (path: string, document: BenchDocument): Side => {
  const { kind, host, seeds, draws, smallest, partial, version, commit, rows } = document;
  const metrics = new Map<string, Map<string, Compared>>();
  for (const { bench, point, variant, measure, unit, better, value, speedup_drawn: drawn } of rows) {
    const subject = `${bench}${point === undefined ? '' : ` ${point}`}, ${variant}`;
    const of = metrics.get(subject) ?? new Map<string, Compared>();
    metrics.set(subject, of);
    of.set(measure, { unit, better, value: { kind: 'exact', value: value.mean, seeds: [] } });
    if (drawn !== undefined) {
      of.set('speedup_drawn_median', {
        unit: '1',
        better: 'higher',
        value: { kind: 'exact', value: drawn.middle, seeds: [] },
      });
    }
  }
  return {
    path,
    version,
    commit,
    identity: [
      ['kind', `bench ${kind}`],
      ['partial', partial !== undefined],
      ['host', host],
      ['seeds', seeds],
      ['draws', draws],
      ['smallest', smallest],
    ],
    context: [],
    metrics,
  };
};

const subjectOf = ({ policies }: ResultDocument, { name, policy }: VariantResult): string =>
  policies.length > 1 ? `${policy} on ${name}` : name;

const metricsOf = ({ metrics, by_seed: bySeed }: VariantResult): ReadonlyMap<string, Compared> =>
  new Map(
    Object.entries(metrics).map(([key, { value, unit, better }]) => [
      key,
      {
        unit,
        better,
        value: { kind: 'exact', value, seeds: bySeed?.map((one) => one.metrics[key] ?? null) ?? [] },
      },
    ]),
  );

const roundsSide = (path: string, document: RoundsDocument): Side => {
  const { job, node, machine, rows } = document;
  const metrics = new Map<string, Map<string, Compared>>();
  for (const { bench, what, unit, better, ...value } of rows) {
    const subject = metrics.get(bench) ?? new Map<string, Compared>();
    metrics.set(bench, subject);
    subject.set(what, {
      unit,
      better,
      value:
        value.kind === 'exact'
          ? { kind: 'exact', value: value.value, seeds: [] }
          : { kind: 'measured', rounds: value.rounds },
    });
  }
  return {
    path,
    version: document.version,
    commit: document.commit,
    // two timings from two jobs compare the hours, or the machines
    identity: [
      ['kind', 'rounds'],
      ['job', job],
      ['node', node],
      ['machine', machine],
    ],
    context: [],
    metrics,
  };
};
