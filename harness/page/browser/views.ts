/**
 * Charts on the page: a compiled specification becomes a drawing in SVG, and a mark under the pointer tells what it is.
 *
 * Expressions of a specification are interpreted, never compiled by the browser, since the page forbids that; nothing is
 * ever loaded. Left out: which rows a chart is given.
 */
import type { View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import * as vega from 'vega';

type Spec = Readonly<Record<string, unknown>>;

export const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element "${id}"`);
  return found;
};

export const drawn = (id: string, spec: Spec): View => {
  const place = element(id);
  // Vega names its container for screen readers; the page has named the place already, and says more
  const container = document.createElement('div');
  container.setAttribute('aria-hidden', 'true');
  place.replaceChildren(container);
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, {
    renderer: 'svg',
    container,
    hover: true,
    expr: expressionInterpreter,
    logLevel: vega.Warn,
  } as never);
  view.tooltip((_handler, event, _item, value) => {
    if (value === null || value === undefined || value === '') hideTip();
    else showTip(entriesOf(value), event.clientX, event.clientY);
  });
  // Vega listens to the window only
  new ResizeObserver(([entry]) => {
    if (entry !== undefined) view.signal('width', Math.floor(entry.contentRect.width)).run();
  }).observe(place);
  return view;
};

/** `[name, value]`; a value without a name is a heading. */
export type Entry = readonly [name: string, value: string];

const entriesOf = (value: unknown): readonly Entry[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([name, one]): Entry => [name, String(one)])
    : [['', String(value)]];

/** Beside the pointer, on the side where there is room. */
export const showTip = (entries: readonly Entry[], left: number, top: number): void => {
  const tip = element('tip');
  tip.replaceChildren(
    ...entries.flatMap(([name, value]) => {
      const term = document.createElement('dt');
      term.textContent = name;
      const said = document.createElement('dd');
      said.textContent = value;
      return name === '' ? [said] : [term, said];
    }),
  );
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const room = document.documentElement.clientWidth;
  const x = left + 16 + width <= room ? left + 16 : left - 16 - width;
  tip.style.left = `${Math.max(4, Math.min(x, room - width - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(top + 16, window.innerHeight - height - 4))}px`;
};

export const hideTip = (): void => {
  element('tip').hidden = true;
};

/** Puts rows in place of those that were there; copies, since Vega marks the objects it is given as those of one chart. */
export const put = (view: View, name: string, rows: readonly object[]): void => {
  view.change(
    name,
    vega
      .changeset()
      .remove(() => true)
      .insert(rows.map((row) => ({ ...row }))),
  );
};
