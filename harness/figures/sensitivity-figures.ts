/**
 * Sensitivity: each parameter at both ends of its believed range, all others at their values.
 *
 * What is looked at is stated beside each figure. Left out: two parameters at once; the claims draw all of them.
 */
import type { Variant } from '../../model/host/variants.ts';
import { believedWith, uncertain, valueAt, type Believed } from '../experiments/draws.ts';
import { loaded, setupsAtOnce, smallGuest, type Situation } from '../experiments/scenarios.ts';
import { outcomeOf, type Outcome } from '../experiments/testbed.ts';
import { oneTwoFive } from './curves.ts';
import { meanOf } from '../measure/mean.ts';
import { compared, rounded, type Drawing, type Family, type Figure, type Row } from './figure.ts';

const AT_ONCE = 16;
const RUNNING = 200;
/** Parameters shown; the data has all of them. */
const SHOWN = 15;
/** Seeds at most: twice as many hosts as parameters are tried. */
const SEEDS = 3;

const stock = compared[0]!;
const all = compared.at(-1)!;

interface Subject {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly said: string;
  /** Seconds per seed. */
  readonly effort: number;
  /** @returns the stated outcome on such a host */
  readonly of: (believed: Believed, seeds: readonly number[]) => number;
}

const over = (
  situation: Situation,
  variant: Variant,
  seeds: readonly number[],
  of: (outcome: Outcome) => number,
): number => meanOf(seeds.map((seed) => of(outcomeOf({ ...situation, variant, seed }))));

const meanSetup = ({ setups }: Outcome): number => meanOf(setups);
const lastDone = ({ setups, destroys }: Outcome): number => Math.max(...setups, ...destroys);

const subjects: readonly Subject[] = [
  {
    name: 'sensitivity-setup',
    title: 'What the set-up time of stock Xen leans on',
    unit: 'mean set-up time [s]',
    said: `Stock, ${AT_ONCE} creations at once beside ${RUNNING} domains.`,
    effort: 0.9,
    of: ({ profile, guest }, seeds) =>
      over(setupsAtOnce({ profile, guest, running: RUNNING, atOnce: AT_ONCE }), stock, seeds, meanSetup),
  },
  {
    name: 'sensitivity-speedup',
    title: 'What the speed-up of all three fixes leans on',
    unit: 'speed-up of the whole by all fixes [×]',
    said:
      `Stock over all fixes, time until ${AT_ONCE} creations and ${AT_ONCE} destructions at once are all done, ` +
      `${RUNNING} domains running, memory to spare.`,
    effort: 1.8,
    of: ({ profile, guest }, seeds) => {
      const situation = loaded({ profile, guest, running: RUNNING, atOnce: AT_ONCE }, 'spare');
      return over(situation, stock, seeds, lastDone) / over(situation, all, seeds, lastDone);
    },
  },
];

const tornado = async (drawing: Drawing, subject: Subject): Promise<Figure> => {
  const base: Believed = { profile: drawing.profile, guest: smallGuest };
  const seeds = drawing.seeds.slice(0, SEEDS);
  const chosen = drawing.quick ? uncertain(base).slice(0, 6) : uncertain(base);
  const middle = subject.of(base, seeds);
  const swings: {
    readonly row: (typeof chosen)[number];
    readonly low: number;
    readonly high: number;
    readonly swing: number;
  }[] = [];
  for (const row of chosen) {
    const at = (share: number): number =>
      subject.of(believedWith(base, new Map([[row.name, valueAt(row, share)]])), seeds);
    const low = at(0);
    const high = at(1);
    const swing = Math.max(low, high, middle) - Math.min(low, high, middle);
    swings.push({ row, low, high, swing });
    await drawing.within(swings.length / chosen.length);
  }
  // equal swings stand in the order of the parameters
  const sorted = swings.toSorted((a, b) => b.swing - a.swing);
  const rows = sorted.flatMap(({ row, low, high, swing }, rank): readonly Row[] => {
    const common = {
      parameter: row.name,
      source: row.parameter.source.kind,
      rank: rank + 1,
      swing: rounded(swing),
      outcome_default: rounded(middle),
    };
    return [
      { ...common, end: 'low end', value: valueAt(row, 0), unit: row.parameter.unit, outcome: rounded(low) },
      {
        ...common,
        end: 'high end',
        value: valueAt(row, 1),
        unit: row.parameter.unit,
        outcome: rounded(high),
      },
    ];
  });
  return {
    name: subject.name,
    title: subject.title,
    caption:
      `${subject.said} Each parameter alone at the low and at the high end of the range we would believe; the line is ` +
      `the default (${drawing.profile.name}, ${middle.toPrecision(3)}). The ${Math.min(SHOWN, chosen.length)} of ` +
      `${chosen.length} with the largest effect; * marks the assumed ones. Mean of ${seeds.length} seeds.`,
    rows,
    spec: tornadoSpec(
      subject,
      rounded(middle),
      sorted.slice(0, SHOWN).flatMap(({ low, high }) => [low, high, middle]),
    ),
  };
};

/** An axis of ratios: half as long is as far from the default as twice as long. */
const tornadoSpec = (
  subject: Subject,
  middle: number,
  outcomes: readonly number[],
): Readonly<Record<string, unknown>> => {
  const values = oneTwoFive(Math.min(...outcomes), Math.max(...outcomes));
  return {
    width: 470,
    height: { step: 22 },
    transform: [
      { filter: `datum.rank <= ${SHOWN}` },
      { calculate: "datum.parameter + (datum.source === 'assumed' ? ' *' : '')", as: 'label' },
    ],
    encoding: {
      y: {
        field: 'label',
        type: 'nominal',
        sort: { field: 'rank', op: 'min' },
        axis: { title: null, labelLimit: 340 },
      },
    },
    layer: [
      {
        mark: { type: 'bar', height: 13, stroke: '#333333', strokeWidth: 0.6 },
        encoding: {
          x: {
            field: 'outcome',
            type: 'quantitative',
            scale: { type: 'log', base: 10, nice: false, domain: [values[0], values.at(-1)] },
            axis: { title: subject.unit, values, format: '~r' },
          },
          x2: { field: 'outcome_default' },
          color: {
            field: 'end',
            type: 'nominal',
            sort: ['low end', 'high end'],
            scale: { domain: ['low end', 'high end'], range: ['#56B4E9', '#D55E00'] },
            title: 'parameter at its',
          },
        },
      },
      {
        mark: { type: 'rule', strokeWidth: 1.5, color: '#000000' },
        encoding: { x: { datum: middle, type: 'quantitative' }, y: null },
      },
    ],
  };
};

export const sensitivityFigures: readonly Family[] = subjects.map((subject) => ({
  name: subject.name,
  effort: ({ seeds }) => subject.effort * seeds.slice(0, SEEDS).length,
  draw: (drawing) => tornado(drawing, subject),
}));
