/**
 * How wide a text is, without a screen: the widths of Helvetica's letters, which Arial and Liberation Sans share.
 *
 * Without a canvas Vega takes every letter for 0.8 of the font's height, which leaves a third of a figure blank. Left out:
 * kerning, and letters beyond ASCII but for those that the figures have.
 */

/** Thousandths of the font's height, from the space on (32) to the tilde (126); Adobe's metrics of Helvetica. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
] as const;
const SPACE = 32;
/** ×, ·, – and their like. */
const OTHER = 600;
const BOLD = 1.06;

/** px, at a font's height in px. */
export const textWidth = (text: string, height: number, bold: boolean): number => {
  let sum = 0;
  for (const letter of text) sum += WIDTHS[letter.codePointAt(0)! - SPACE] ?? OTHER;
  return (sum / 1000) * height * (bold ? BOLD : 1);
};
