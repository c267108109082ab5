/**
 * Draws the chosen figures, one after the other, and writes each as soon as it is there.
 *
 * Left out: what is said about them on a terminal.
 */
import { claimsFigure, CLAIMS } from '../claims/claims-figure.ts';
import type { Held } from '../claims/claim.ts';
import { holdClaims } from '../claims/hold.ts';
import { pathShown } from '../result/store.ts';
import { families } from './catalog.ts';
import type { Figure, Setting } from './figure.ts';
import { saveFigure } from './files.ts';

export const figureNames: readonly string[] = [...families.map(({ name }) => name), CLAIMS];

export interface Drawn {
  readonly name: string;
  readonly title: string;
  /** Null where what the figure needs is not there. */
  readonly svg: string | null;
  readonly csv: string | null;
  readonly rows: number;
}

export interface DrawOptions {
  readonly setting: Omit<Setting, 'progress'>;
  readonly only: readonly string[];
  readonly folder: string;
  readonly progress: (progress: { done: number; total: number; label: string }) => void;
}

/** @returns  the figures in the order of the catalog, and the claims where they were asked for */
export const drawFigures = async (
  options: DrawOptions,
): Promise<{ drawn: readonly Drawn[]; held: readonly Held[] }> => {
  const { only, folder } = options;
  const chosen = figureNames.filter((name) => only.length === 0 || only.includes(name));
  const drawn: Drawn[] = [];
  let held: readonly Held[] = [];
  for (const [index, name] of chosen.entries()) {
    const setting: Setting = {
      ...options.setting,
      progress: (done, total) => {
        const tenths = Math.floor((10 * done) / total) / 10;
        options.progress({ done: index + tenths, total: chosen.length, label: name });
      },
    };
    let figure: Figure | undefined;
    if (name === CLAIMS) {
      held = await holdClaims(setting);
      figure = claimsFigure(held, setting.profile.name);
    } else {
      figure = await families.find((family) => family.name === name)!.draw(setting);
    }
    drawn.push(await saved(name, figure, folder));
  }
  return { drawn, held };
};

const saved = async (name: string, figure: Figure | undefined, folder: string): Promise<Drawn> => {
  if (figure === undefined)
    return { name, title: 'no real traces in ../shared', svg: null, csv: null, rows: 0 };
  const [svg, csv] = await saveFigure(figure, folder);
  return { name, title: figure.title, svg: pathShown(svg), csv: pathShown(csv), rows: figure.rows.length };
};
