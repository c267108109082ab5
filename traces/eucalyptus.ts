/**
 * Six private Eucalyptus clouds (UCSB): a line per instance that starts or stops, with its cores, in seconds.
 *
 * `START timestamp instance node cores` and `STOP timestamp instance`. An instance without a stop outlives the trace; a stop
 * without a start says no size, and is left out. The trace has no memory: so much per processor is assumed. Left out: the
 * node, on which the clouds could put more cores than it had.
 * @source www.cs.ucsb.edu/~rich/workload, TRACE-README.txt
 */
import { seconds } from '../model/kernel/units.ts';
import { AssumedMemory } from './assumed-memory.ts';
import { shown } from './complaint.ts';
import { LifecycleRows } from './domains.ts';
import { EventLog } from './event-log.ts';
import { oddLine, readLines } from './line-table.ts';
import type { Line, Source } from './lines.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { VCPUS_MOST } from './sizes.ts';

const START = /^START\s+(\d{1,12}(?:\.\d+)?)\s+(\S+)\s+\S+\s+(\d{1,6})\s*$/;
const STOP = /^STOP\s+(\d{1,12}(?:\.\d+)?)\s+(\S+)\s*$/;

export const eucalyptus: Reader = {
  name: 'eucalyptus',
  about: 'private Eucalyptus clouds of UCSB: VMs started and stopped, with cores',
  kind: 'lifecycle',
  notes: {
    toldBy: 'lines `START timestamp instance node cores` and `STOP timestamp instance`',
    example:
      'START 0 i-3F8A07D2 node-3 2\nSTART 14 i-2E6B0911 node-1 4\nSTOP 620 i-3F8A07D2\nSTART 700 i-4A1C09D5 node-3 1\n',
    glitches: [
      'where the log has a gap, instances that vanish in it stop at its beginning and new ones start at its end: bursts that were none, and the trace does not mark them',
      'no memory in the trace: the option says what a processor has',
    ],
    options: ['memoryPerCore'],
    source: 'www.cs.ucsb.edu/~rich/workload, TRACE-README.txt',
    licence: 'none stated; its README asks to respect the anonymity of the clouds',
  },
  detect: ({ first }) => START.test(first) || STOP.test(first),
  read: async (source, options) => {
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    const log = new EventLog(rows, dropped);
    const memory = new AssumedMemory(options);
    const read = await readLines(source, (line) => {
      const stop = STOP.exec(line.text);
      const [, at, id, cores] = stop ?? START.exec(line.text) ?? [];
      if (at === undefined) throw odd(source, line);
      const moment = Math.round(Number(at) * seconds(1));
      if (stop !== null) log.end(id!, moment, undefined, line.number);
      else {
        const vcpus = Number(cores);
        if (vcpus < 1 || vcpus > VCPUS_MOST) throw odd(source, line);
        log.begin(id!, moment, { vcpus, memoryMib: memory.mibOf(vcpus) }, line.number);
      }
    });
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: read.rows,
      rowsPerDomain: 'several',
      dropped,
      start: 0,
      choices: { 'clock starts at': '0 of the file', ...memory.choices() },
      warnings: [...read.warnings, ...memory.warnings('instances')],
    };
  },
};

const odd = ({ path }: Source, line: Line) =>
  oddLine(
    path,
    line,
    `the line is ${shown(line.text)}`,
    `START timestamp instance node cores (1 to ${VCPUS_MOST}), or STOP timestamp instance`,
  );
