/**
 * Demand and supply over time: three charts above one another that share a window of time.
 *
 * Supply is drawn over demand, so that what is left of demand above it is what was missing. The script moves the window,
 * the cursor and the picked span, and puts in the rows of the chosen variant: steps { t, v }, spans { from, until, share },
 * and of several seeds a band { t, low, high } about the middle of them.
 * Left out: everything that depends on a variant.
 */
import { rows, type Spec } from './chart.ts';
import { AXIS_ROOM, colour } from './look.ts';

/** Milliseconds to words: a clock since the start of the trace, with days, or a date where the trace has one. */
const clock = (dated: boolean): string => {
  const span = '(to - from)';
  const fine = `utcFormat(datum.value, ${span} < 5000 ? '%H:%M:%S.%L' : ${span} < 600000 ? '%H:%M:%S' : '%H:%M')`;
  if (dated)
    return `${span} > 345600000 || (utchours(datum.value) === 0 && utcminutes(datum.value) === 0 && ${span} > 86400000) ? utcFormat(datum.value, '%d %b') : ${fine}`;
  const day = 'floor(datum.value / 86400000)';
  return `${span} > 345600000 ? 'day ' + ${day} : datum.value < 86400000 ? ${fine} : ${day} + ' d ' + ${fine}`;
};

const timeAxis = (dated: boolean, labels = true): Spec => ({
  title: null,
  labels,
  labelExpr: clock(dated),
  labelOverlap: true,
  labelFlush: true,
  tickCount: { expr: 'max(3, floor(width / 100))' },
  grid: false,
});

const x = (field: string, axis: Spec | null): Spec => ({
  field,
  type: 'temporal',
  scale: { type: 'utc', nice: false },
  axis,
});

const area = (name: string, fill: string, more: Spec = {}): Spec => ({
  ...rows(name),
  mark: { type: 'area', interpolate: 'step-after', color: colour(fill), clip: true, ...more },
});

const line = (name: string, stroke: string, more: Spec = {}): Spec => ({
  ...rows(name),
  mark: {
    type: 'line',
    interpolate: 'step-after',
    color: colour(stroke),
    clip: true,
    strokeJoin: 'miter',
    ...more,
  },
});

/** With an edge, so that what is narrower than a pixel shows. */
const edged = (name: string): readonly Spec[] => [area(name, name), line(name, name, { strokeWidth: 0.8 })];

/** A picked span, and the moment under the cursor. */
const overlays: readonly Spec[] = [
  {
    ...rows('pick'),
    mark: { type: 'rect', color: colour('accent'), opacity: 0.18, clip: true },
    encoding: {
      x: { field: 'from' },
      x2: { field: 'until' },
      y: { value: 0 },
      y2: { value: { expr: 'height' } },
    },
  },
  {
    ...rows('cursor'),
    mark: { type: 'rule', color: colour('ink'), strokeWidth: 1, clip: true },
    encoding: { x: { field: 't' }, y: { value: 0 }, y2: { value: { expr: 'height' } } },
  },
];

const windowed = (horizon: number): Spec => ({
  width: 'container',
  params: [
    { name: 'from', value: 0 },
    { name: 'to', value: horizon },
    { name: 'top', value: 1 },
  ],
});

/** The scale of time follows the window, and the scale of domains what is in it; said in Vega's words. */
export const followed = (vega: Spec): Spec => {
  const scales = (vega['scales'] as readonly Spec[]).map((scale) => {
    if (scale['name'] === 'x') return { ...scale, domain: [{ signal: 'from' }, { signal: 'to' }] };
    if (scale['name'] === 'y')
      return { ...scale, domain: [{ signal: 'bottom' }, { signal: 'top' }], nice: false };
    return scale;
  });
  return { ...vega, scales };
};

const quantity = (title: string, tickCount = 5): Spec => ({
  field: 'v',
  type: 'quantitative',
  stack: null,
  axis: {
    title,
    tickCount,
    format: 'd',
    tickMinStep: 1,
    minExtent: AXIS_ROOM,
    maxExtent: AXIS_ROOM,
    // five digits are wider than the room that keeps the charts below one another
    labelExpr: 'format(abs(datum.value), abs(datum.value) < 10000 ? "d" : "~s")',
  },
});

/** What is wanted, what is ready, and when the objective was broken. */
export const supplyChart = (horizon: number, dated: boolean, unit: string): Spec => ({
  ...windowed(horizon),
  height: 250,
  params: [...(windowed(horizon)['params'] as readonly Spec[]), { name: 'bottom', value: 0 }],
  encoding: { x: x('t', timeAxis(dated)), y: quantity(unit) },
  layer: [
    area('demand', 'missing'),
    area('supply', 'supply-area'),
    {
      ...rows('broken'),
      mark: { type: 'rect', color: colour('broken'), clip: true },
      encoding: {
        x: { field: 'from' },
        x2: { field: 'until' },
        y: { value: 0 },
        y2: { value: { expr: 'height' } },
        opacity: {
          field: 'share',
          type: 'quantitative',
          scale: { domain: [0, 1], range: [0, 0.2] },
          legend: null,
        },
      },
    },
    {
      ...rows('broken'),
      mark: { type: 'rect', color: colour('broken'), clip: true },
      encoding: {
        x: { field: 'from' },
        x2: { field: 'until' },
        y: { value: 0 },
        y2: { value: 5 },
      },
    },
    {
      ...rows('band'),
      mark: {
        type: 'area',
        interpolate: 'step-after',
        color: colour('chosen'),
        opacity: 0.3,
        clip: true,
      },
      encoding: { y: { ...quantity(unit), field: 'low' }, y2: { field: 'high' } },
    },
    line('beside', 'beside', { strokeWidth: 1.5, strokeDash: [3, 2] }),
    line('demand', 'demand', { strokeWidth: 1.2 }),
    line('supply', 'chosen', { strokeWidth: 2 }),
    ...overlays,
    {
      ...rows('points'),
      mark: { type: 'point', filled: true, size: 45, opacity: 1, clip: true },
      encoding: { color: { field: 'colour', type: 'nominal', scale: null } },
    },
  ],
});

/** Domains on their way, of several seeds the most: starting above the line, stopping below it. */
export const changeChart = (horizon: number, dated: boolean, seeds: number): Spec => ({
  ...windowed(horizon),
  height: 80,
  params: [...(windowed(horizon)['params'] as readonly Spec[]), { name: 'bottom', value: -1 }],
  encoding: {
    x: x('t', timeAxis(dated, false)),
    y: quantity(`starting ↑ stopping ↓${seeds > 1 ? `, the most of ${seeds} seeds` : ''}`, 3),
  },
  layer: [...edged('starting'), ...edged('stopping'), ...overlays],
});

/** The whole time, small, and the window in it. */
export const wholeChart = (horizon: number, dated: boolean): Spec => ({
  ...windowed(horizon),
  height: 34,
  params: [...(windowed(horizon)['params'] as readonly Spec[]), { name: 'bottom', value: 0 }],
  encoding: {
    x: x('t', timeAxis(dated)),
    y: {
      field: 'v',
      type: 'quantitative',
      stack: null,
      axis: {
        title: null,
        labels: false,
        ticks: false,
        grid: false,
        domain: false,
        minExtent: AXIS_ROOM,
        maxExtent: AXIS_ROOM,
      },
    },
  },
  layer: [
    area('demand', 'demand-area'),
    line('demand', 'demand', { strokeWidth: 1 }),
    {
      ...rows('broken'),
      mark: { type: 'rect', color: colour('broken') },
      encoding: { x: { field: 'from' }, x2: { field: 'until' }, y: { value: 0 }, y2: { value: 4 } },
    },
    {
      ...rows('window'),
      mark: {
        type: 'rect',
        color: colour('accent'),
        fillOpacity: 0.12,
        stroke: colour('accent'),
        strokeWidth: 1.5,
      },
      encoding: {
        x: { field: 'from' },
        x2: { field: 'until' },
        y: { value: 0 },
        y2: { value: { expr: 'height' } },
      },
    },
    ...overlays.slice(0, 1),
  ],
});
