/**
 * Tables of xenstored daemons that were measured by themselves, without a hypervisor (measured/README, part 1).
 *
 * Left out: quantiles above the lower quartile, which say what else the machine did.
 */
import type { FormName } from './laws.ts';
import { least, middle, type MeasuredRow, type Reading, type Table } from './reading.ts';

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
    least(`latency ${daemon} ${op}`, at, row.number('min_us'), growsWithStore(row)),
    ...(SERVER_TIMES.includes(op)
      ? [least(`server time ${daemon} ${op}`, at, row.number('daemon_cpu_us_per_op'), growsWithStore(row))]
      : []),
  ];
};
/** C looks nodes up in hash chains; oxenstored's trees hardly grow, but for a list that has a name for each guest (B.3). */
const growsWithStore = (row: MeasuredRow): FormName =>
  replays(row) && row.text('op') !== 'DIRECTORY_local_domain' ? 'constant' : 'guests';
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
  const series = `watches ${row.text('daemon')} ${op}`;
  // a matching write is answered before its events are sent: only the daemon's time has them all
  if (op.startsWith('WRITE_match')) return [least(series, at, row.number('daemon_cpu_us_per_op'), 'watches')];
  const changes = replays(row) ? 0 : changesOf(op);
  const reading = least(series, at, row.number('min_us'), changes === 0 ? 'constant' : 'watches');
  if (changes === 0) return [reading];
  const holder = op.endsWith('otherN') ? 'many connections' : 'one connection';
  return [
    { ...reading, kin: `watches ${row.text('daemon')} ${holder}`, common: { term: 1, share: changes } },
  ];
};

/**
 * Nodes that an operation changes. C looks at every watch for each of them; oxenstored keeps watches in a trie and looks at
 * the matching ones only (B.3).
 */
const changesOf = (op: string): number => {
  if (op.startsWith('READ') || op.startsWith('WATCH')) return 0;
  if (op.startsWith('CREATE_domain_dirs')) return 25;
  return op.startsWith('DESTROY_domain') ? 57 : 1;
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

export const xenstoredTables: readonly Table[] = [
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
];
