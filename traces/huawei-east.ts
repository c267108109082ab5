/**
 * Huawei-East-1 (2021): every creation and deletion of a month of virtual machines, one row each, to the second.
 *
 * A deletion without a creation was there before; a machine without a deletion outlives the trace. The clock starts at 0.
 * @source huaweicloud/VM-placement-dataset, Huawei-East-1
 */
import { gib, seconds } from '../model/kernel/units.ts';
import { readEvents } from './event-table.ts';
import type { Reader } from './reader.ts';
import { memoryMibOf, roundedUp, vcpusUpOf } from './sizes.ts';

const COLUMNS = ['vmid', 'cpu', 'memory', 'time', 'type'];
const CREATE = 0;
const DELETE = 1;
const KIND = 'a type is 0 (creation) or 1 (deletion)';
const MOMENT = 'a time is a number of seconds from 0 up';

export const huaweiEast: Reader = {
  name: 'huawei-east',
  about: 'Huawei-East-1 of the VM placement dataset: creations and deletions of VMs over a month',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `vmid,cpu,memory,time,type`',
    example: 'vmid,cpu,memory,time,type\n0,4,8,0,0\n1,1,2,5,0\n0,4,8,60,1\n2,2,4,90,1\n',
    glitches: [
      'machines without a deletion live to the end: censored, not destroyed',
      'small flavours share cores: a share is rounded up to a whole virtual processor',
    ],
    source: 'huaweicloud/VM-placement-dataset; Sheng et al., VMAgent, arXiv 2112.04785',
    licence: 'CC BY-NC 4.0',
  },
  detect: ({ fields }) => fields.join() === COLUMNS.join(),
  read: async (source, options) => {
    let columns: readonly number[] = [];
    const read = await readEvents(source, options, {
      header: (header) => {
        columns = COLUMNS.map((name) => header.column(name, 'huawei-east'));
      },
      reads: () => ({ numbers: columns.slice(1), texts: columns.slice(0, 1) }),
      event: (row, log) => {
        const [vmid, cpu, memory, time, kind] = columns as readonly [number, number, number, number, number];
        const at = row.micros(time, seconds(1), MOMENT);
        if (at < 0) throw row.fault(time, MOMENT);
        const type = row.number(kind, KIND);
        const size = { vcpus: vcpusUpOf(row, cpu), memoryMib: memoryMibOf(row, memory, gib(1)) };
        const id = row.text(vmid);
        if (type === CREATE) log.begin(id, at, size, row.line);
        else if (type === DELETE) log.end(id, at, size, row.line);
        else throw row.fault(kind, KIND);
        return undefined;
      },
    });
    return { ...read, start: 0, choices: { sizes: `GB read as GiB; cores ${roundedUp}` } };
  },
};
