/** Rows as a host keeps them, made by hand: times in seconds, a step `[phase, station, waited, served]`. */
import type { TaskRows } from '../../model/recording.ts';
import { seconds } from '../../model/kernel/units.ts';

export type HandStep = readonly [phase: string, station: string, waited: number, served: number];

export interface HandRow {
  readonly domain: number;
  readonly host?: number;
  readonly asked: number;
  readonly steps: readonly HandStep[];
}

const micros = (values: readonly number[]): Float64Array =>
  Float64Array.from(values, (value) => Math.round(seconds(value)));

/** All rows have the steps of the first one, in its order. */
export const rowsOf = (rows: readonly HandRow[]): TaskRows => {
  const took = ({ steps }: HandRow): number =>
    steps.reduce((sum, [, , waited, served]) => sum + waited + served, 0);
  return {
    steps: (rows[0]?.steps ?? []).map(([phase, station]) => ({ phase, station })),
    domain: Float64Array.from(rows, ({ domain }) => domain),
    host: Float64Array.from(rows, ({ host = 0 }) => host),
    asked: micros(rows.map(({ asked }) => asked)),
    ended: micros(rows.map((row) => row.asked + took(row))),
    waited: micros(rows.flatMap(({ steps }) => steps.map(([, , waited]) => waited))),
    served: micros(rows.flatMap(({ steps }) => steps.map(([, , , served]) => served))),
  };
};
