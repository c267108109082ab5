/**
 * A chart of the page: a Vega-Lite specification whose data the page's script puts in, compiled to Vega beforehand.
 *
 * The page carries Vega and no Vega-Lite. Left out: what the script does with a chart (browser/).
 */
import { config } from './look.ts';

export type Spec = Readonly<Record<string, unknown>>;

/** As wide as its place, as high as it is said. */
const FIT = { type: 'fit-x', contains: 'padding' };

/** From Vega-Lite to Vega; expressions are not evaluated here. */
export const compiled = async (spec: Spec): Promise<Spec> => {
  // loaded when first needed: it is larger than all the rest
  const { compile } = await import('vega-lite');
  const full = { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', config, autosize: FIT, ...spec };
  const { $schema: _schema, ...vega } = compile(full as Parameters<typeof compile>[0]).spec;
  return vega;
};

/** Rows come later, under this name. */
export const rows = (name: string): Spec => ({ data: { name } });
