/**
 * Alibaba cluster-trace-gpu-v2023 (openb): pods of a GPU cluster, one row each, with creation, scheduling and deletion.
 *
 * Deletions at the latest moment in the file are its end, not the pods': censored. A pod's creation is its request; by
 * option it is its scheduling, and pods that were never scheduled are left out. Left out: GPUs.
 * @source alibaba/clusterdata, cluster-trace-gpu-v2023
 */
import { gib, mib, seconds } from '../model/kernel/units.ts';
import { LifecycleRows } from './domains.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';
import { roundedUp } from './sizes.ts';

const TIME = 'a time is a number of seconds from 0 up, or empty';
const CORES = 'processors are a number of thousandths from 0 to 65535000';
const MEMORY = 'memory is a number of MiB from 0 up';

export const alibabaOpenb: Reader = {
  name: 'alibaba-openb',
  about: 'Alibaba cluster-trace-gpu-v2023, openb_pod_list: pods of a GPU cluster',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `name,cpu_milli,memory_mib,…`',
    example:
      'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\nopenb-pod-0000,12000,16384,1,1000,,LS,Running,0,12537496,0\nopenb-pod-0001,6000,12288,1,460,,LS,Pending,427061,12902960,\n',
    glitches: [
      'deletions at the latest moment in the file (34 rows) are the end of the trace: censored',
      'Pending pods have no scheduled time: their creation is a request that was not met, kept unless created=schedule',
      'pod_phase Running with a deletion time: the phase is not asked for',
      'a memory of 0 is left out and counted',
    ],
    options: ['createdAt'],
    source: 'alibaba/clusterdata, cluster-trace-gpu-v2023; Weng et al., ATC 2023',
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ first }) => first.startsWith('name,cpu_milli,memory_mib,'),
  read: async (source, options) => {
    const { createdAt = 'request' } = options;
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    let at = { cpu: 0, memory: 0, created: 0, deleted: 0, scheduled: 0 };
    const table = await readTable(source, {
      header: (header) => {
        const column = (name: string) => header.column(name, 'alibaba-openb');
        at = {
          cpu: column('cpu_milli'),
          memory: column('memory_mib'),
          created: column('creation_time'),
          deleted: column('deletion_time'),
          scheduled: column('scheduled_time'),
        };
      },
      row: (row) => {
        const requested = momentAt(row, at.created);
        const scheduled = momentAt(row, at.scheduled);
        const deleted = momentAt(row, at.deleted);
        const created = createdAt === 'schedule' ? scheduled : requested;
        const milli = row.atLeast(at.cpu, 0, CORES);
        if (milli > 65_535_000) throw row.fault(at.cpu, CORES);
        const memory = row.atLeast(at.memory, 0, MEMORY);
        if (memory > gib(4_000_000) / mib(1)) throw row.fault(at.memory, MEMORY);
        if (createdAt === 'schedule' && scheduled === undefined) dropped.add('never scheduled', row.line);
        else if (memory === 0) dropped.add('no memory is requested', row.line);
        else if (created !== undefined && deleted !== undefined && deleted < created) {
          dropped.add('deleted before created', row.line);
        } else {
          rows.push({
            created,
            deleted,
            vcpus: Math.max(1, Math.ceil(milli / 1_000)),
            memoryMib: Math.ceil(memory),
          });
        }
      },
    });
    rows.outlive(rows.latest);
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: table.rows,
      dropped,
      start: 0,
      end: rows.latest,
      choices: {
        created: createdAt === 'schedule' ? 'scheduled_time' : 'creation_time, scheduled or not',
        'deleted last': 'at the latest moment in the file: censored end',
        sizes: `cpu_milli ${roundedUp}, GPUs left out`,
      },
      warnings: table.warnings,
    };
  },
};

const momentAt = (row: Row, column: number): number | undefined => {
  if (row.isEmpty(column)) return undefined;
  const at = row.micros(column, seconds(1), TIME);
  if (at < 0) throw row.fault(column, TIME);
  return at;
};
