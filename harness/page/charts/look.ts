/**
 * How the page's charts look: the palette of the figures by name, so that light, dark and print are a matter of the sheet.
 *
 * A colour is a custom property of the page (`page.css` says what it is in light, dark and print), since a drawing in SVG
 * follows the sheet without being drawn again. Left out: what is drawn.
 */

/** A colour that the style sheet names. */
export const colour = (name: string): string => `var(--${name})`;

/** Room for the labels of a vertical axis, the same above one another so that times line up. */
export const AXIS_ROOM = 44;

export const config = {
  // the page describes every chart in words and gives its numbers as a table
  aria: false,
  background: 'transparent',
  font: 'system-ui, sans-serif',
  padding: { left: 0, right: 12, top: 4, bottom: 0 },
  axis: {
    labelColor: colour('muted'),
    titleColor: colour('muted'),
    gridColor: colour('grid'),
    domainColor: colour('axis'),
    tickColor: colour('axis'),
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelLimit: 220,
  },
  axisY: { titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleX: -AXIS_ROOM, titleY: -10 },
  header: { labelColor: colour('ink'), labelFontSize: 13, title: null },
  text: { color: colour('ink'), fontSize: 12 },
  view: { stroke: null },
} as const;

/** Lines and swatches of a variant: the same in every chart of the page, and as in the figures where these have it. */
export interface Look {
  readonly colour: string;
  readonly dash: readonly number[];
}

const known: Readonly<Record<string, Look>> = {
  stock: { colour: colour('black'), dash: [1, 0] },
  'parallel-boot': { colour: colour('blue'), dash: [7, 3] },
  'xenstore-cache': { colour: colour('orange'), dash: [2, 2] },
  'local-scrub': { colour: colour('green'), dash: [9, 3, 2, 3] },
  all: { colour: colour('vermilion'), dash: [1, 0] },
  ideal: { colour: colour('grey'), dash: [1, 3] },
};

const others = ['purple', 'sky', 'brown', 'blue', 'orange', 'green', 'vermilion'].map(colour);
const dashes = [
  [4, 1.5],
  [6, 2, 1, 2],
  [1, 1.5],
  [10, 3],
] as const;

/** Points of a policy, as Vega names them and as a letter for the legend. */
const shapes = [
  ['circle', '●'],
  ['square', '■'],
  ['triangle-up', '▲'],
  ['triangle-down', '▼'],
  ['cross', '✚'],
  ['triangle-right', '▶'],
  ['triangle-left', '◀'],
] as const;

export const shapeCount: number = shapes.length;

export const shapeOf = (index: number): (typeof shapes)[number] => shapes[index % shapes.length]!;

/** In the order of the names; two unknown ones differ in colour or dash up to 28 of them. */
export const looksOf = (names: readonly string[]): ReadonlyMap<string, Look> => {
  const looks = new Map<string, Look>();
  let fresh = 0;
  for (const name of names) {
    const look = known[name];
    if (look === undefined) fresh += 1;
    const dash = dashes[Math.floor((fresh - 1) / others.length) % dashes.length]!;
    looks.set(name, look ?? { colour: others[(fresh - 1) % others.length]!, dash });
  }
  return looks;
};

/** The variant that is chosen: its name, and as charts write it. */
export const chosenLabel = [
  { name: 'chosen', value: '' },
  { name: 'chosenLabel', value: '' },
] as const;

/** Names of variants beside their bars, the chosen one bold. */
export const BAR_LABELS = {
  title: null,
  domain: false,
  ticks: false,
  minExtent: 104,
  maxExtent: 104,
  labelPadding: 6,
  labelColor: colour('ink'),
  labelFontWeight: {
    condition: { test: 'datum.value === chosenLabel', value: 'bold' },
    value: 'normal',
  },
} as const;

export const OTHERS_PALE = {
  condition: { test: 'datum.variant === chosen', value: 1 },
  value: 0.78,
} as const;
