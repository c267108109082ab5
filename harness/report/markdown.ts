/**
 * Markdown as the formatter would have it: tables with their columns aligned.
 *
 * Left out: everything else of Markdown.
 */

/** Text that may stand in a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** A table; the first row is its head. */
export const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows[0]!.map((_cell, column) =>
    Math.max(...rows.map((row) => Array.from(row[column]!).length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column]! - Array.from(text).length)).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head!, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body];
};
