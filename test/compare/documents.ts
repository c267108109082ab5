/** Small documents to compare, made by hand. */
import type { RoundsDocument } from '../../harness/bench/rounds-document.ts';
import type { Compared, Side } from '../../harness/compare/side.ts';

export const exact = (value: number | null, seeds: readonly (number | null)[] = []): Compared => ({
  unit: 's',
  better: 'lower',
  value: { kind: 'exact', value, seeds },
});

export const measured = (...rounds: readonly number[]): Compared => ({
  unit: 'ns/hold',
  better: 'lower',
  value: { kind: 'measured', rounds },
});

export const sideOf = (
  metrics: Readonly<Record<string, Readonly<Record<string, Compared>>>>,
  parts: Partial<Side> = {},
): Side => ({
  path: 'base.json',
  version: '0.1.0',
  commit: 'c0ffee',
  identity: [
    ['kind', 'result'],
    ['seeds', [1]],
  ],
  context: [],
  metrics: new Map(Object.entries(metrics).map(([subject, of]) => [subject, new Map(Object.entries(of))])),
  ...parts,
});

export const roundsDocument = (side: 'base' | 'head', rounds: readonly number[]): RoundsDocument => ({
  schema: 'xenreplay/rounds/1',
  job: 'a job',
  side,
  version: '0.1.0',
  commit: null,
  node: 'v20.20.2',
  machine: 'linux x64',
  rows: [
    { bench: 'lifecycle', what: 'events', unit: 'events', better: 'lower', kind: 'exact', value: 53 },
    {
      bench: 'kernel',
      what: 'hold',
      unit: 'ns/hold',
      better: 'lower',
      kind: 'measured',
      rounds: [...rounds],
    },
  ],
});
