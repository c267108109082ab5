/** Parameters of scenarios that are assumed, with the range that would still be believed. Left out: the host's own. */
import type { Parameter } from '../../model/kernel/parameter.ts';
import { bytes, count, micros, type Bytes, type Count, type Micros } from '../../model/kernel/units.ts';

type Range = readonly [low: number, high: number];

export const assumedCount = (value: number, [low, high]: Range, because: string): Parameter<Count> => ({
  value: count(value),
  range: [count(low), count(high)],
  unit: 'count',
  source: { kind: 'assumed', because },
});

export const assumedBytes = (value: Bytes, [low, high]: Range, because: string): Parameter<Bytes> => ({
  value,
  range: [bytes(low), bytes(high)],
  unit: 'B',
  source: { kind: 'assumed', because },
});

export const assumedSpan = (value: Micros, [low, high]: Range, because: string): Parameter<Micros> => ({
  value,
  range: [micros(low), micros(high)],
  unit: 'µs',
  source: { kind: 'assumed', because },
});
