/**
 * Keys on a chart that has the focus.
 *
 * Left out: what they do; and every key pressed together with Ctrl, Alt or Meta, which is the browser's.
 */

/** By the key's name, `Shift+` before an arrow that is pressed with it. */
export type Keys = Readonly<Record<string, () => void>>;

export const onKeys = (target: HTMLElement, keys: Keys): void => {
  target.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shifted = event.shiftKey && event.key.startsWith('Arrow');
    const act = keys[shifted ? `Shift+${event.key}` : event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
};
