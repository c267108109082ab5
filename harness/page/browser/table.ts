/**
 * Tables that follow what is chosen, written as text.
 *
 * Left out: tables that never change; they are in the page itself.
 */

export interface TableText {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cell = (tag: 'th' | 'td', text: string, scope?: 'col' | 'row'): HTMLElement => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (scope !== undefined) made.setAttribute('scope', scope);
  return made;
};

const row = (...cells: readonly HTMLElement[]): HTMLElement => {
  const made = document.createElement('tr');
  made.append(...cells);
  return made;
};

/** In place of what was there; its caption is the name of the place. */
export const fillTable = (place: HTMLElement, { heads, rows }: TableText): void => {
  const table = document.createElement('table');
  const caption = document.createElement('caption');
  caption.textContent = place.getAttribute('aria-label');
  const head = document.createElement('thead');
  head.append(row(...heads.map((text) => cell('th', text, 'col'))));
  const body = document.createElement('tbody');
  body.append(
    ...rows.map(([first = '', ...rest]) =>
      row(cell('th', first, 'row'), ...rest.map((text) => cell('td', text))),
    ),
  );
  table.append(caption, head, body);
  place.replaceChildren(table);
};
