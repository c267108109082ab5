/**
 * Tables of whole creations and destructions by xl: their times, and what they ask xenstored and the hypervisor.
 *
 * Left out: rows that failed, and times of runs with tracing on.
 */
import type { Conditions, FormName } from './laws.ts';
import { least, type MeasuredRow, type Reading, type Table } from './reading.ts';

const taskOf = (op: string): 'create' | 'destroy' => (op.includes('destroy') ? 'destroy' : 'create');
const digits = (op: string, word: string): number | undefined => {
  const found = new RegExp(`${word}(\\d*)`, 'u').exec(op);
  if (found === null) return undefined;
  return found[1] === '' ? 1 : Number(found[1]);
};

/** The one that dies is there, whatever the script counted. */
const runningAt = (task: 'create' | 'destroy', row: MeasuredRow): number => {
  const guests = row.number('n_running_before');
  return task === 'destroy' ? Math.max(1, guests) : guests;
};

const nodesIn = (text: string): number => Number(/(\d+)node/u.exec(text)?.[1] ?? '1');
/** Instructions counted, wall time of emulated processors, or a machine of its own. */
const clockIn = (file: string): string =>
  file.includes('icount') ? 'emulated' : file.includes('mttcg') ? 'threaded' : 'real';
const machineIn = (file: string): string =>
  `${clockIn(file)} ${nodesIn(file)}-node${/oxenstored/u.test(file) ? ' oxenstored' : ''}`;

/** A creation or destruction by xl on a whole Xen. */
const run = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const traced = op.includes('traced') || row.number('trace_line1') > row.number('trace_line0');
  if (row.text('rc') !== '0' || traced) return [];
  const task = taskOf(op);
  const at: Conditions = {
    guests: runningAt(task, row),
    mib: row.number('mem_mib'),
    nodes: nodesIn(row.file),
    vcpus: digits(op, 'vcpu') ?? 1,
    vifs: digits(op, 'vif') ?? 0,
    kernel: op.includes('linux') ? 1 : 0,
  };
  const what = `${machineIn(row.file)} ${task}`;
  const xl = 1000 * (row.number('xl_user_ms') + row.number('xl_sys_ms'));
  // what memory, vCPUs and devices cost does not depend on how many nodes there are, or on the daemon
  const of = (part: string, value: number, form: FormName): Reading => ({
    ...least(`${what}: ${part}`, at, value, form),
    kin: `${clockIn(row.file)} ${task}: ${part}`,
  });
  return [
    of('duration', row.number('wall_us'), task),
    of('xenstored', row.number('xenstored_cpu_us'), task),
    of('xenconsoled', row.number('xenconsoled_cpu_us'), 'guests'),
    ...(xl > 0 ? [of('xl', xl, task)] : []),
  ];
};

const counts = (row: MeasuredRow): readonly Reading[] => {
  const op = row.text('op');
  const task = taskOf(op);
  const at: Conditions = { guests: runningAt(task, row), vifs: digits(op, 'vif') ?? 0 };
  // placement looks guests up once more beside two nodes; a destruction places nothing
  const what = task === 'create' ? `${nodesIn(row.text('scenario'))}-node create` : task;
  const of = (part: string, column: string): Reading => ({
    ...least(`${what}: ${part}`, at, row.number(column), 'count', 'count'),
    kin: `${task}: ${part}`,
  });
  return [
    of('requests', 'requests_total'),
    of('requests by xl', 'by_xl'),
    of('watch events', 'watch_events'),
  ];
};

const hypercalls = (row: MeasuredRow): readonly Reading[] => {
  const what = `${nodesIn(row.text('scenario'))}-node ${taskOf(row.text('op'))}: hypercalls`;
  return [
    least(what, { guests: row.number('n_running_before') }, row.number('privcmd_ioctls'), 'count', 'count'),
  ];
};

export const runTables: readonly Table[] = [
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
