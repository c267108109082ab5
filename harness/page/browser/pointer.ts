/**
 * What a pointer does on a chart over time: hovers, picks a span by dragging, clicks, and zooms with Ctrl and the wheel.
 *
 * Left out: what comes of it.
 */

export interface PointerMoves {
  /** The moment at a place on the screen, px from its left edge. */
  readonly momentAt: (clientX: number) => number;
  readonly hover?: (t: number, clientX: number, clientY: number) => void;
  readonly leave?: () => void;
  /** A span while it is dragged; undefined when it is over. */
  readonly picking: (span: readonly [from: number, to: number] | undefined) => void;
  readonly picked: (from: number, to: number) => void;
  readonly click?: (t: number) => void;
  readonly doubleClick: () => void;
  readonly wheel: (factor: number, t: number) => void;
}

/** A drag shorter than this is a click, px. */
const CLICK = 4;
/** Turn of the wheel that makes a window e times wider. */
const WHEEL = 400;

export const onPointer = (target: HTMLElement, moves: PointerMoves): void => {
  let down: { readonly x: number; readonly t: number } | undefined;
  const dragged = (event: PointerEvent): boolean =>
    down !== undefined && Math.abs(event.clientX - down.x) >= CLICK;
  const spanTo = (t: number): readonly [number, number] => [Math.min(down!.t, t), Math.max(down!.t, t)];

  target.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    down = { x: event.clientX, t: moves.momentAt(event.clientX) };
    target.setPointerCapture(event.pointerId);
  });
  target.addEventListener('pointermove', (event) => {
    const t = moves.momentAt(event.clientX);
    if (dragged(event)) moves.picking(spanTo(t));
    else moves.hover?.(t, event.clientX, event.clientY);
  });
  target.addEventListener('pointerup', (event) => {
    if (down === undefined) return;
    const t = moves.momentAt(event.clientX);
    const span = dragged(event) ? spanTo(t) : undefined;
    down = undefined;
    moves.picking(undefined);
    if (span === undefined) moves.click?.(t);
    else moves.picked(...span);
  });
  target.addEventListener('pointercancel', () => {
    down = undefined;
    moves.picking(undefined);
  });
  target.addEventListener('pointerleave', () => {
    if (down === undefined) moves.leave?.();
  });
  target.addEventListener('dblclick', moves.doubleClick);
  target.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      moves.wheel(Math.exp(event.deltaY / WHEEL), moves.momentAt(event.clientX));
    },
    { passive: false },
  );
};
