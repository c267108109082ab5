/**
 * From a figure to SVG, on no screen: Vega-Lite compiles, Vega lays out, and the bytes are the same each time.
 *
 * Coordinates are cut to two decimals: a reader cannot see more, and engines differ in the sixteenth. Left out: PNG, and
 * the interactive page.
 */
import { wrapped } from '../report/text.ts';
import type { Figure } from './figure.ts';
import { config } from './style.ts';
import { textWidth } from './text-width.ts';

/** Columns of a caption line, about as wide as two panels. */
const CAPTION = 138;

const fullSpec = ({ title, caption, rows, spec }: Figure): unknown => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  title: { text: title, subtitle: wrapped(caption, CAPTION) },
  data: { values: rows },
  config,
  ...spec,
});

/** Lengths and coordinates: not the digits of labels, which stand between tags. */
const NUMBERS_IN_TAGS = /-?\d+\.\d{3,}(?:e-?\d+)?(?=[^<>]*>)/g;
const cut = (digits: string): string => String(Number(Number(digits).toFixed(2)) + 0);

interface Text {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}
/** As Vega asks for it. */
const widthOf = ({ fontSize = 11, fontWeight }: Text, text: unknown): number =>
  textWidth(
    String(text ?? ''), // oxlint-disable-line typescript/no-base-to-string -- a text, or a number of an axis
    fontSize,
    fontWeight === 'bold' || Number(fontWeight) >= 600,
  );

export const svgOf = async (figure: Figure): Promise<string> => {
  // loaded when first needed: the two are larger than all the rest
  const [vegaLite, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const { spec } = vegaLite.compile(fullSpec(figure) as Parameters<typeof vegaLite.compile>[0]);
  // exported, but not declared
  Object.assign((vega as unknown as { readonly textMetrics: object }).textMetrics, { width: widthOf });
  // ids of clips and gradients count up through a process
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg.replace(NUMBERS_IN_TAGS, cut)}\n`;
};
