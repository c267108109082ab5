/**
 * A curve in one line of text: blocks of eight heights, from nothing to the highest.
 *
 * Left out: axes; what a column lasts and how high the highest is are said beside it.
 */
const BLOCKS = '▁▂▃▄▅▆▇█';

/** A blank is exactly zero; anything above it, however small, has the lowest block. */
export const sparkline = (values: readonly number[]): string => {
  const most = values.reduce((highest, value) => Math.max(highest, value), 0);
  return values
    .map((value) =>
      value > 0 ? BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / most) * BLOCKS.length))]! : ' ',
    )
    .join('');
};
