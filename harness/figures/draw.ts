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
import { inPieces, type Piece, type Watch } from '../work/pieces.ts';
import type { Drawing, Figure, Setting } from './figure.ts';
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
  readonly setting: Setting;
  readonly only: readonly string[];
  readonly folder: string;
}

export interface DrawnFigures {
  /** In the order of the catalog. */
  readonly drawn: readonly Drawn[];
  /** Empty where the claims were not asked for. */
  readonly held: readonly Held[];
  /** Names of those that an interrupt left undrawn. */
  readonly missing: readonly string[];
}

/** Seconds that a draw takes on a machine of 2 cores, about. */
const CLAIM_EFFORT = 1.5;

export const drawFigures = async (
  { setting, only, folder }: DrawOptions,
  watch: Watch,
): Promise<DrawnFigures> => {
  const chosen = figureNames.filter((name) => only.length === 0 || only.includes(name));
  let held: readonly Held[] = [];
  const pieces = chosen.map((name): Piece<Drawn> => {
    const family = families.find((one) => one.name === name);
    return {
      label: name,
      weight: family === undefined ? CLAIM_EFFORT * setting.draws : family.effort(setting),
      run: async (within, inside) => {
        const drawing: Drawing = { ...setting, ...inside, within };
        if (family !== undefined) return saved(name, await family.draw(drawing), folder);
        const found = await holdClaims(drawing);
        const one = await saved(name, claimsFigure(found, setting.profile.name), folder);
        held = found;
        return one;
      },
    };
  });
  const { made, missing } = await inPieces(pieces, watch);
  return { drawn: made, held, missing };
};

const saved = async (name: string, figure: Figure | undefined, folder: string): Promise<Drawn> => {
  if (figure === undefined)
    return { name, title: 'no real traces in ../shared', svg: null, csv: null, rows: 0 };
  const [svg, csv] = await saveFigure(figure, folder);
  return { name, title: figure.title, svg: pathShown(svg), csv: pathShown(csv), rows: figure.rows.length };
};
