/**
 * Instance events of OpenStack clouds, as Chameleon publishes them: creations and deletions with the time each took.
 *
 * The new export has EVENT, START_SEC and PROPERTIES (a Python dictionary with the size); the one of 2015 to 2018 has
 * START_TIME, VCPUS and MEMORY_MB in columns, and lines with commas too many. A domain begins when its creation starts and
 * ends when its deletion starts; events without success are left out and counted. Times without a zone are UTC. The clock
 * starts at the earliest event. Left out: how long a creation took (the column EVENT_DURATION), which calibrates a boot and
 * drives no replay, and all other events.
 * @source ChameleonCloud/starcompactor and notebooks
 */
import { mib, seconds } from '../model/kernel/units.ts';
import { utcMicros } from './clock.ts';
import type { Size } from './event-log.ts';
import { readEvents } from './event-table.ts';
import type { Reader } from './reader.ts';
import type { Row } from './rows.ts';
import { memoryMibOf, vcpusOf, MEMORY_MOST_MIB, VCPUS_MOST } from './sizes.ts';

const TIME = 'a time is YYYY-MM-DD HH:MM:SS, UTC where it names no zone';
const SIZE = "properties are a dictionary with 'vcpus' and 'memory_mb'";
const SECOND = 'a time is a number of seconds since 1970';

interface Columns {
  readonly id: number;
  readonly event: number;
  readonly start: number;
  readonly startSec: number;
  readonly result: number;
  readonly project: number;
  readonly vcpus: number;
  readonly memory: number;
  readonly properties: number;
}

export const openstack: Reader = {
  name: 'openstack',
  about: 'OpenStack instance events of Chameleon: creations and deletions of instances',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header `INSTANCE_UUID,…`',
    example:
      "INSTANCE_UUID,EVENT,START_TIME,START_SEC,FINISH_TIME,FINISH_SEC,EVENT_DURATION,RESULT,INSTANCE_NAME,USER_ID,PROJECT_ID,HOST_NAME (PHYSICAL),PROPERTIES\na1,create,2018-03-31 10:00:00,1522490400,2018-03-31 10:00:21,1522490421,21,Success,vm,u1,p1,h1,\"{'vcpus': 2, 'memory_mb': 4096, 'root_gb': 40}\"\na1,delete,2018-03-31 11:00:00,1522494000,2018-03-31 11:00:02,1522494002,2,Success,vm,u1,p1,h1,\"{'vcpus': 2, 'memory_mb': 4096, 'root_gb': 40}\"\n",
    glitches: [
      'lines with more fields than the header (commas that are not quoted) are left out and counted',
      'events without success are left out and counted',
      'instances that are deleted and were never created were there before: censored',
    ],
    source: 'ChameleonCloud/starcompactor and notebooks',
    licence: 'none stated',
  },
  detect: ({ first }) => first.startsWith('INSTANCE_UUID,'),
  read: async (source, options) => {
    let at: Columns | undefined;
    const read = await readEvents(source, options, {
      header: (header) => {
        at = columnsOf(header);
      },
      misfit: 'another number of fields than the header',
      event: (row, log) => {
        const columns = at!;
        const event = row.text(columns.event).toLowerCase();
        const creates = /(^|[._])create$/.test(event);
        if (!creates && !/(^|[._])(delete|terminate)$/.test(event))
          return 'an event that neither creates nor deletes';
        if (row.text(columns.result).toLowerCase() !== 'success') return 'an event without success';
        const time = momentAt(row, columns);
        const id = row.text(columns.id);
        const size = sizeOf(row, columns);
        const group = row.text(columns.project);
        if (creates) log.begin(id, time, size, row.line, group);
        else log.end(id, time, size, row.line, group);
        return undefined;
      },
    });
    return {
      ...read,
      start: read.rows.earliest,
      epoch: read.rows.earliest,
      choices: {
        created: 'when the creation starts',
        'clock starts at': 'the earliest event',
        group: 'project',
      },
    };
  },
};

const columnsOf = (header: Row): Columns => {
  const find = (name: string): number => header.names.indexOf(name);
  const columns = {
    id: header.column('INSTANCE_UUID', 'openstack'),
    event: header.column('EVENT', 'openstack'),
    start: find('START_TIME'),
    startSec: find('START_SEC'),
    result: header.column('RESULT', 'openstack'),
    project: header.column('PROJECT_ID', 'openstack'),
    vcpus: find('VCPUS'),
    memory: find('MEMORY_MB'),
    properties: find('PROPERTIES'),
  };
  // asked for by name, so that the message names what is missing
  if (columns.startSec < 0) header.column('START_TIME', 'openstack');
  if (columns.properties < 0) for (const name of ['VCPUS', 'MEMORY_MB']) header.column(name, 'openstack');
  return columns;
};

const momentAt = (row: Row, { start, startSec }: Columns): number => {
  if (startSec >= 0) return row.micros(startSec, seconds(1), SECOND);
  const moment = utcMicros(row.text(start));
  if (moment === undefined) throw row.fault(start, TIME);
  return moment;
};

const sizeOf = (row: Row, { vcpus, memory, properties }: Columns): Size => {
  if (vcpus >= 0 && memory >= 0)
    return { vcpus: vcpusOf(row, vcpus), memoryMib: memoryMibOf(row, memory, mib(1)) };
  const text = row.text(properties);
  const [cores, megabytes] = ['vcpus', 'memory_mb'].map((key) =>
    Number(new RegExp(`['"]${key}['"]\\s*:\\s*['"]?(\\d{1,12})`, 'i').exec(text)?.[1]),
  ) as [number, number];
  const fits = cores >= 1 && cores <= VCPUS_MOST && megabytes >= 1 && megabytes <= MEMORY_MOST_MIB;
  if (!fits) throw row.fault(properties, SIZE);
  return { vcpus: cores, memoryMib: megabytes };
};
