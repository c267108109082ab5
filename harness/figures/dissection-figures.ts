/**
 * Dissections: which part of a set-up each fix takes away, and which one it makes longer.
 *
 * One beside domains that only run, which is the figure of the README, and one on a full host, where a creation is built
 * from what a destruction gave back. Left out: single steps, which `explain` shows.
 */
import { variantsNamed, type Variant } from '../../model/host/variants.ts';
import { dissected, parts, partsSaid } from '../experiments/dissection.ts';
import { loaded, setupsAtOnce, type Situation } from '../experiments/scenarios.ts';
import { outcomeOf } from '../experiments/testbed.ts';
import { meanOf } from '../measure/mean.ts';
import { compared, rounded, thinned, type Drawing, type Family, type Row, type Setting } from './figure.ts';
import { assumedOf, GUEST } from './setup-figures.ts';
import { stackColours } from './style.ts';

const AT_ONCE = 16;
const RUNNING = 200;

interface Stacked {
  readonly variants: readonly Variant[];
  /** Name of the column on the axis, and what it is called there. */
  readonly field: string;
  readonly title: string;
  readonly places: readonly number[];
  readonly at: (place: number) => Situation;
}

const rowsOf = async (
  { seeds, within }: Drawing,
  { variants, field, places, at }: Stacked,
): Promise<readonly Row[]> => {
  const total = variants.length * places.length * parts.length;
  const rows: Row[] = [];
  for (const variant of variants) {
    for (const place of places) {
      const runs = seeds.map((seed) => outcomeOf({ ...at(place), variant, seed }));
      const each = runs.map(({ creations }) => dissected(creations));
      rows.push(
        ...parts.map((part, order) => ({
          variant: variant.name,
          [field]: place,
          part,
          order,
          mean_s: rounded(meanOf(each.map((one) => one[part]))),
        })),
      );
      await within(rows.length / total);
    }
  }
  return rows;
};

const specOf = (
  { variants, field, title }: Stacked,
  rows: readonly Row[],
): Readonly<Record<string, unknown>> => {
  // a part that takes no time here would only be a word in the legend
  const seen = parts.filter((part) => rows.some((row) => row['part'] === part && row['mean_s'] !== 0));
  return {
    facet: {
      column: { field: 'variant', type: 'nominal', sort: variants.map(({ name }) => name), title: null },
    },
    spec: {
      width: 150,
      height: 300,
      mark: { type: 'bar', stroke: 'white', strokeWidth: 0.8 },
      encoding: {
        x: { field, type: 'ordinal', axis: { title, labelAngle: 0 } },
        y: { field: 'mean_s', type: 'quantitative', axis: { title: 'mean set-up time [s]' } },
        order: { field: 'order', type: 'quantitative' },
        color: {
          field: 'part',
          type: 'nominal',
          // read from the top, as the stack is
          sort: seen.toReversed(),
          scale: {
            domain: seen.toReversed(),
            range: seen.map((part) => stackColours[parts.indexOf(part)]!).toReversed(),
          },
          title: 'time at',
        },
      },
    },
  };
};

const bandless = (setting: Setting): string => assumedOf(setting).replace(', bands: 95 % intervals', '');

const besideRunning: Family = {
  name: 'dissection',
  effort: ({ seeds }) => 0.11 * seeds.length,
  draw: async (drawing) => {
    const stacked: Stacked = {
      // local scrubbing changes nothing of it
      variants: variantsNamed('stock,parallel-boot,xenstore-cache,all'),
      field: 'running_domains',
      title: 'domains that run beside',
      places: thinned(drawing, [0, 100, 250, 500, 1000]),
      at: (running) => setupsAtOnce({ profile: drawing.profile, running, atOnce: AT_ONCE }),
    };
    const rows = await rowsOf(drawing, stacked);
    return {
      name: 'dissection',
      title: `Where the time of a set-up goes: ${AT_ONCE} creations at once`,
      caption: `${partsSaid} ${GUEST} ${bandless(drawing)}`,
      rows,
      spec: specOf(stacked, rows),
    };
  },
};

const onFullHost: Family = {
  name: 'dissection-full',
  effort: ({ seeds }) => 0.14 * seeds.length,
  draw: async (drawing) => {
    const stacked: Stacked = {
      variants: compared,
      field: 'at_once',
      title: 'of each at once',
      places: thinned(drawing, [1, 4, 8, 16, 32]),
      at: (atOnce) => loaded({ profile: drawing.profile, running: RUNNING, atOnce }, 'full'),
    };
    const rows = await rowsOf(drawing, stacked);
    return {
      name: 'dissection-full',
      title: 'Where the time of a set-up goes on a full host: as many destructions at once',
      caption:
        `${partsSaid} ${RUNNING} domains run, those that are destroyed among them, and their memory is all there is. ` +
        `${GUEST} ${bandless(drawing)}`,
      rows,
      spec: specOf(stacked, rows),
    };
  },
};

export const dissectionFigures: readonly Family[] = [besideRunning, onFullHost];
