/**
 * The charts that change with the chosen policy and variant alone.
 *
 * Left out: demand and supply over time, which has a window and a cursor (timeline.ts).
 */
import type { View } from 'vega';
import type { Cell, PackedRows, PageData } from './data.ts';
import { fillTable, type TableText } from './table.ts';
import { drawn, element, put } from './views.ts';

export interface Choice {
  readonly policy: string;
  readonly variant: string;
  /** The variant as charts write it. */
  readonly label: string;
}

export type Row = Readonly<Record<string, Cell>>;

/** The rows that a choice shows. */
export const rowsFor = (
  { by, shared, columns, groups }: PackedRows,
  { policy, variant }: Pick<Choice, 'policy' | 'variant'>,
): readonly Row[] => {
  const at = { policy: shared.indexOf('policy'), variant: shared.indexOf('variant') };
  const names = [...shared, ...columns];
  return groups
    .filter((group) => by === 'all' || group.shared[at.policy] === policy)
    .filter((group) => by !== 'run' || group.shared[at.variant] === variant)
    .flatMap((group) =>
      group.rows.map((row) =>
        Object.fromEntries([...group.shared, ...row].map((cell, i) => [names[i]!, cell])),
      ),
    );
};

/** @returns  shows a choice in all of them */
export const chartsOf = (data: PageData): ((choice: Choice) => void) => {
  const charts = Object.entries(data.charts).map(([id, chart]) => ({
    id,
    chart,
    view: drawn(id, chart.spec),
    signals: new Set((chart.spec['signals'] as readonly { name: string }[]).map(({ name }) => name)),
  }));
  return (choice) => {
    for (const { id, chart, view, signals } of charts) {
      const rows = rowsFor(chart.data, choice);
      put(view, 'rows', rows);
      tell(view, signals, choice);
      view.run();
      element(id).toggleAttribute('data-empty', rows.length === 0);
      const place = document.getElementById(`table-${id}`);
      if (place !== null) fillTable(place, tableFor(chart.data, rows));
    }
  };
};

/** The rows as a table: what the group shares and the order of drawing are left out, `_s` is said as seconds. */
const tableFor = ({ columns }: PackedRows, rows: readonly Row[]): TableText => {
  const told = columns.filter((column) => column !== 'order');
  return {
    heads: told.map((column) => column.replace(/_s$/, ' [s]')),
    rows: rows.map((row) => told.map((column) => String(row[column] ?? ''))),
  };
};

const tell = (view: View, known: ReadonlySet<string>, { policy, variant, label }: Choice): void => {
  const signals = { chosen: variant, chosenLabel: label, chosenPolicy: policy };
  for (const [name, value] of Object.entries(signals)) if (known.has(name)) view.signal(name, value);
};
