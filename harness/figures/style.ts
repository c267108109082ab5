/**
 * How figures look: the palette of Okabe and Ito, a dash and a shape of its own for each variant, quiet axes.
 *
 * Every line differs from the others in colour, dash and shape, so a print in grey still reads. Left out: what is drawn.
 */
import { compared } from './figure.ts';

const black = '#000000';
const orange = '#E69F00';
const sky = '#56B4E9';
const green = '#009E73';
const yellow = '#F0E442';
const blue = '#0072B2';
const vermilion = '#D55E00';
const purple = '#CC79A7';

const names = compared.map(({ name }) => name);

/** The band is pale; the legend shows the marks. */
const shown = { symbolOpacity: 1, symbolFillColor: 'white', symbolStrokeWidth: 2 };

const by = (range: readonly unknown[], field: 'variant' | 'look' = 'variant'): object => ({
  field,
  type: 'nominal',
  title: null,
  sort: names,
  scale: { domain: names, range },
  legend: field === 'variant' ? shown : null,
});

/** `look` is the variant under another name: what differs by it shows in the curves and would only blot the legend. */
export const lookOfVariant = { calculate: 'datum.variant', as: 'look' };

/** The same variant looks the same in every figure. */
export const variantColour = by([black, blue, orange, green, vermilion]);
export const variantDash = by(
  [
    [1, 0],
    [7, 3],
    [2, 2],
    [9, 3, 2, 3],
    [4, 1.5],
  ],
  'look',
);
export const variantShape = by(['circle', 'square', 'triangle-up', 'diamond', 'cross']);
export const variantWidth = by([4.5, 3.6, 2.8, 2.2, 1.6], 'look');
export const variantSize = by([130, 95, 70, 50, 35], 'look');

/** For the parts of a stack: neighbours differ in lightness as well. */
export const stackColours = [black, orange, blue, purple, sky, vermilion, yellow] as const;

export const config = {
  // a word for every mark would double the file; title and caption are text
  aria: false,
  background: '#ffffff',
  font: 'sans-serif',
  padding: 12,
  title: {
    anchor: 'start',
    fontSize: 15,
    subtitleFontSize: 11,
    subtitleColor: '#444444',
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    gridColor: '#e4e4e4',
    tickColor: '#888888',
    domainColor: '#888888',
  },
  header: { labelFontSize: 12, titleFontSize: 12, labelFontWeight: 'bold' },
  legend: {
    labelFontSize: 11,
    titleFontSize: 11,
    symbolSize: 70,
    symbolStrokeWidth: 2,
    orient: 'right',
    labelLimit: 240,
  },
  view: { stroke: '#cccccc' },
} as const;
