/**
 * The loaded scenarios: some domains run, as many are created as are destroyed, all at one moment.
 *
 * With spare memory a creation meets destructions at the locks only; on a full host it also waits for the memory that
 * they give back. Left out: arrivals over time, which the traces have.
 */
import { loaded } from '../experiments/scenarios.ts';
import { outcomeOf, type Outcome } from '../experiments/testbed.ts';
import { meanOf } from '../measure/mean.ts';
import { banded, compared, thinned, type Family, type Row } from './figure.ts';
import { curvesSpec, type Axis } from './curves.ts';
import { assumedOf } from './setup-figures.ts';

const RUNNING = 200;
const rooms = { spare: 'memory to spare', full: 'full host' } as const;

/** What is shown of a run, s. */
const measures: Readonly<Record<string, (outcome: Outcome) => number>> = {
  'set-up': ({ setups }) => meanOf(setups),
  destruction: ({ destroys }) => meanOf(destroys),
  'until the last is done': ({ setups, destroys }) => Math.max(...setups, ...destroys),
};

const creationsAtOnce = [1, 2, 4, 8, 16, 32, 64];

const times: Family = {
  name: 'loaded',
  effort: ({ seeds }) => 0.58 * seeds.length,
  draw: async (drawing) => {
    const counts = thinned(drawing, creationsAtOnce);
    const total = compared.length * counts.length * 2;
    let done = 0;
    const rows: Row[] = [];
    for (const room of ['spare', 'full'] as const) {
      for (const atOnce of counts) {
        const situation = loaded({ profile: drawing.profile, running: RUNNING, atOnce }, room);
        for (const variant of compared) {
          const outcomes = drawing.seeds.map((seed) => outcomeOf({ ...situation, variant, seed }));
          for (const [measure, of] of Object.entries(measures)) {
            const { mean, low, high } = banded(outcomes.map(of));
            rows.push({
              room: rooms[room],
              measure,
              variant: variant.name,
              at_once: atOnce,
              time_s: mean,
              time_s_low95: low,
              time_s_high95: high,
            });
          }
          await drawing.within((done += 1) / total);
        }
      }
    }
    return {
      name: 'loaded',
      title: 'Loaded scenarios: as many creations as destructions, at once',
      caption:
        `${RUNNING} domains run, those that are destroyed among them; domains of 4 GiB, small PV Linux. On a full host a ` +
        `creation is built from memory that a destruction gave back. ${assumedOf(drawing)}`,
      rows,
      spec: loadedSpec(counts, rows),
    };
  },
};

const loadedSpec = (values: readonly number[], rows: readonly Row[]): Readonly<Record<string, unknown>> => {
  const x: Axis = {
    field: 'at_once',
    title: 'creations, and destructions, at once',
    log: { base: 2, values },
  };
  const y: Axis = { field: 'time_s', title: 'mean time [s]', log: { base: 10 } };
  const { spec } = curvesSpec(x, y, Object.values(rooms), rows);
  return {
    facet: {
      row: { field: 'room', type: 'nominal', sort: Object.values(rooms), title: null },
      column: { field: 'measure', type: 'nominal', sort: Object.keys(measures), title: null },
    },
    spec: { ...(spec as object), width: 220, height: 200 },
  };
};

export const loadedFigures: readonly Family[] = [times];
