/**
 * The window of time that a chart shows: narrowed, widened and moved within the whole.
 *
 * Left out: what moves it (pointer, keys, buttons).
 */

/** Milliseconds since the trace's start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** No window is narrower: times are whole milliseconds. */
const NARROWEST = 20;

/** The nearest window of that width that lies within the whole. */
export const within = ({ from, to }: Span, horizon: number): Span => {
  const width = Math.min(horizon, Math.max(NARROWEST, to - from));
  const start = Math.min(Math.max(0, (from + to - width) / 2), horizon - width);
  return { from: start, to: start + width };
};

/** Narrower (factor below 1) or wider, about a moment that stays where it is. */
export const zoomed = ({ from, to }: Span, factor: number, about: number, horizon: number): Span => {
  const width = Math.min(horizon, Math.max(NARROWEST, (to - from) * factor));
  const share = to > from ? (about - from) / (to - from) : 0.5;
  const start = about - share * width;
  return within({ from: start, to: start + width }, horizon);
};

/** By so much of its own width, as far as the whole goes. */
export const moved = ({ from, to }: Span, share: number, horizon: number): Span => {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, horizon);
};
