/**
 * The tables of measurements that are known: by their columns, and which of their columns are worth a comparison.
 *
 * On a machine that others use a mean says what the others did, so of native latencies the least is taken, of work that
 * no single request shows the daemon's processor time, and of emulated runs the deterministic clock (measured/README).
 * Rows that failed, and times of runs with tracing on, are left out, as are quantiles above the lower quartile.
 */
import type { Conditions, FormName } from './laws.ts';

export type Unit = 'µs' | 'count' | '1' | 's';

/** One number of one row. */
export interface Reading {
  /** What is measured, without its conditions: rows of one series differ in their conditions only. */
  readonly series: string;
  readonly at: Conditions;
  readonly value: number;
  readonly unit: Unit;
  readonly form: FormName;
  /** Of several runs under the same conditions: the least disturbed one, or the middle one of what chance decides. */
  readonly best: 'least' | 'middle';
}

/** A row of a table: `text` of a column, and its number, which is finite or a fault of the file. */
export interface MeasuredRow {
  readonly file: string;
  /** 1-based, of the file. */
  readonly line: number;
  readonly columns: readonly string[];
  readonly text: (column: string) => string;
  readonly number: (column: string) => number;
}

interface Table {
  /** Columns that no other table has together. */
  readonly known: readonly string[];
  readonly needs: readonly string[];
  readonly read: (row: MeasuredRow) => readonly Reading[];
}

const least = (
  series: string,
  at: Conditions,
  value: number,
  form: FormName,
  unit: Unit = 'µs',
): Reading => ({ series, at, value, unit, form, best: 'least' });
const middle = (series: string, at: Conditions, value: number, form: FormName, unit: Unit): Reading => ({
  ...least(series, at, value, form, unit),
  best: 'middle',
});

/** Latency of one operation on a store with so many guests, and a scan of all their names. */
const stored = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const at = { guests: row.number('n_domains') };
  const daemon = row.text('daemon');
  if (op.startsWith('cached'))
    return [least(`namescan ${daemon} ${op}`, at, row.number('min_us'), 'constant')];
  if (op.startsWith('scan'))
    return [
      least(`namescan ${daemon} ${op}`, at, row.number('min_us'), replays(row) ? 'scan' : 'cooling scan'),
    ];
  return [
    least(`latency ${daemon} ${op}`, at, row.number('min_us'), 'guests'),
    ...(SERVER_TIMES.includes(op)
      ? [least(`server time ${daemon} ${op}`, at, row.number('daemon_cpu_us_per_op'), 'guests')]
      : []),
  ];
};
/** Operations that leave nothing to undo, so that the daemon's time is theirs. */
const SERVER_TIMES = ['READ', 'WRITE_existing'];

const introduced = (row: MeasuredRow): readonly Reading[] => {
  const at = { guests: row.number('n_introduced_domains') };
  const what = `introduced ${row.text('daemon')} ${row.text('op')}`;
  return [least(what, at, row.number('min_us'), 'guests')];
};

const watches = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const at = { watches: row.number('n_watches') };
  // a matching write is answered before its events are sent: only the daemon's time has them all
  const column = op.startsWith('WRITE_match') ? 'daemon_cpu_us_per_op' : 'min_us';
  return [
    least(
      `watches ${row.text('daemon')} ${op}`,
      at,
      row.number(column),
      growsByWatch(row) ? 'watches' : 'constant',
    ),
  ];
};

/** C looks at every watch when a node changes; oxenstored keeps them in a trie and looks at the matching ones only (B.3). */
const growsByWatch = (row: MeasuredRow): boolean => {
  const op = row.text('op');
  if (op.startsWith('WRITE_match')) return true;
  return !replays(row) && !op.startsWith('READ') && !op.startsWith('WATCH');
};

/** oxenstored from 4.7 on does a conflicting transaction again by itself, so no creation is tried twice (B.2). */
const replays = (row: MeasuredRow): boolean => row.text('daemon').startsWith('ox');

const conflicts = (row: MeasuredRow): readonly Reading[] => {
  const at = { clients: row.number('clients') };
  const gap = /gap(\w+?)(?:\.|$)/u.exec(row.file)?.[1];
  const how =
    `${row.text('daemon')} ${row.text('full_subtree') === '1' ? '57' : '25'} requests, ` +
    `think ${row.text('think_us_before_commit')} µs${gap === undefined ? '' : `, gaps ${gap}`}`;
  return [
    middle(
      `attempts ${how}`,
      at,
      row.number('tries_per_creation'),
      replays(row) ? 'constant' : 'attempts',
      '1',
    ),
    middle(
      `server time ${how}`,
      at,
      row.number('daemon_cpu_us_per_creation'),
      replays(row) ? 'constant' : 'crowd',
      'µs',
    ),
  ];
};

const recordedAlone = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op').replace(/^replay_xl_/u, '');
  const form = op === 'destroy' ? 'recorded destroy' : 'recorded create';
  return [
    least(
      `recorded ${row.text('daemon')} xl ${op}`,
      { guests: row.number('n_domains') },
      row.number('min_us'),
      form,
    ),
  ];
};

const recordedTogether = (row: MeasuredRow): readonly Reading[] => {
  const at = { clients: row.number('clients'), guests: row.number('existing_domains') };
  const gap = row.number('mean_gap_us');
  const how = `${row.text('daemon')} xl creates together${gap === 0 ? '' : `, gaps ${gap / 1000} ms`}`;
  return [
    middle(`attempts ${how}`, at, 1 + row.number('retries_per_create'), 'attempts', '1'),
    middle(`server time ${how}`, at, row.number('daemon_cpu_us_per_create'), 'crowd of recordings', 'µs'),
  ];
};

const taskOf = (op: string): 'create' | 'destroy' => (op.includes('destroy') ? 'destroy' : 'create');
const digits = (op: string, word: string): number | undefined => {
  const found = new RegExp(`${word}(\\d*)`, 'u').exec(op);
  if (found === null) return undefined;
  return found[1] === '' ? 1 : Number(found[1]);
};

const nodesIn = (text: string): number => Number(/(\d+)node/u.exec(text)?.[1] ?? '1');
const machineIn = (file: string): string =>
  `${file.includes('icount') ? 'emulated' : 'real'} ${nodesIn(file)}-node${/oxenstored/u.test(file) ? ' oxenstored' : ''}`;

/** A creation or destruction by xl on a whole Xen. */
const run = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const traced = op.includes('traced') || row.number('trace_line1') > row.number('trace_line0');
  if (row.text('rc') !== '0' || traced) return [];
  const task = taskOf(op);
  const guests = row.number('n_running_before');
  const at: Conditions = {
    // the one that dies is there, whatever the script counted
    guests: task === 'destroy' ? Math.max(1, guests) : guests,
    mib: row.number('mem_mib'),
    nodes: nodesIn(row.file),
    vcpus: digits(op, 'vcpu') ?? 1,
    vifs: digits(op, 'vif') ?? 0,
    kernel: op.includes('linux') ? 1 : 0,
  };
  const what = `${machineIn(row.file)} ${task}`;
  const xl = 1000 * (row.number('xl_user_ms') + row.number('xl_sys_ms'));
  return [
    least(`${what}: duration`, at, row.number('wall_us'), task),
    least(`${what}: xenstored`, at, row.number('xenstored_cpu_us'), task),
    least(`${what}: xenconsoled`, at, row.number('xenconsoled_cpu_us'), 'guests'),
    ...(xl > 0 ? [least(`${what}: xl`, at, xl, task)] : []),
  ];
};

const counts = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const task = taskOf(op);
  const guests = row.number('n_running_before');
  const at: Conditions = { guests, vifs: digits(op, 'vif') ?? 0 };
  const what = `${nodesIn(row.text('scenario'))}-node ${task}`;
  return [
    least(`${what}: requests`, at, row.number('requests_total'), 'count', 'count'),
    least(`${what}: requests by xl`, at, row.number('by_xl'), 'count', 'count'),
    least(`${what}: watch events`, at, row.number('watch_events'), 'count', 'count'),
  ];
};

const hypercalls = (row: MeasuredRow): readonly Reading[] => {
  const what = `${nodesIn(row.text('scenario'))}-node ${taskOf(row.text('op'))}: hypercalls`;
  return [
    least(what, { guests: row.number('n_running_before') }, row.number('privcmd_ioctls'), 'count', 'count'),
  ];
};

export const tables: readonly Table[] = [
  { known: ['n_introduced_domains'], needs: ['daemon', 'op', 'min_us'], read: introduced },
  { known: ['n_watches'], needs: ['daemon', 'op', 'min_us', 'daemon_cpu_us_per_op'], read: watches },
  {
    known: ['tries_per_creation'],
    needs: ['daemon', 'clients', 'full_subtree', 'think_us_before_commit', 'daemon_cpu_us_per_creation'],
    read: conflicts,
  },
  {
    known: ['retries_per_create'],
    needs: ['daemon', 'clients', 'existing_domains', 'mean_gap_us', 'daemon_cpu_us_per_create'],
    read: recordedTogether,
  },
  {
    known: ['n_domains', 'daemon_cpu_us_per_op_incl_setup'],
    needs: ['daemon', 'op', 'min_us'],
    read: recordedAlone,
  },
  { known: ['n_domains'], needs: ['daemon', 'op', 'min_us', 'daemon_cpu_us_per_op'], read: stored },
  { known: ['privcmd_ioctls'], needs: ['scenario', 'op', 'n_running_before'], read: hypercalls },
  {
    known: ['requests_total'],
    needs: ['scenario', 'op', 'n_running_before', 'by_xl', 'watch_events'],
    read: counts,
  },
  {
    known: ['xenstored_cpu_us', 'n_running_before', 'mem_mib'],
    needs: [
      'op',
      'wall_us',
      'xl_user_ms',
      'xl_sys_ms',
      'xenconsoled_cpu_us',
      'trace_line0',
      'trace_line1',
      'rc',
    ],
    read: run,
  },
];
