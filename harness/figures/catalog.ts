/**
 * Every figure of the evaluation, in the order in which the evaluation tells it. A new one is a line here.
 *
 * Left out: the claims, which are a figure and a table.
 */
import { destroyFigures } from './destroy-figures.ts';
import { dissectionFigures } from './dissection-figures.ts';
import type { Family } from './figure.ts';
import { loadedFigures } from './loaded-figures.ts';
import { sensitivityFigures } from './sensitivity-figures.ts';
import { setupFigures } from './setup-figures.ts';
import { traceFigures } from './trace-figures.ts';

export const families: readonly Family[] = [
  ...setupFigures,
  ...dissectionFigures,
  ...destroyFigures,
  ...loadedFigures,
  ...traceFigures,
  ...sensitivityFigures,
];
