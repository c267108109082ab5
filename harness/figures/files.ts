/**
 * Figures on disk: NAME.svg and NAME.csv beside it, written whole or not at all.
 *
 * Left out: what is in them.
 */
import { join } from 'node:path';
import { writeWhole } from '../result/store.ts';
import type { Figure, Row } from './figure.ts';
import { svgOf } from './render.ts';

const cell = (value: string | number | null | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Columns in the order of the first row; an empty cell where there is no value. */
export const csvOf = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(cell).join(',')}\n`).join('');
};

/** @returns  the paths that were written */
export const saveFigure = async (
  figure: Figure,
  folder: string,
): Promise<readonly [svg: string, csv: string]> => {
  const svg = join(folder, `${figure.name}.svg`);
  const csv = join(folder, `${figure.name}.csv`);
  await writeWhole(svg, await svgOf(figure));
  await writeWhole(csv, csvOf(figure.rows));
  return [svg, csv];
};
