/**
 * Google cluster data of 2019, `instance_events` as lines of JSON: one object per event of an instance, times in µs.
 *
 * The numbers of the event types are not those of 2011. Times and identifiers are 64 bits wide and may be numbers or texts;
 * they are taken from the line as text, so that 2^63 − 1, after the trace, never becomes an inexact number. Instances that
 * run inside an allocation take no room of their own and are left out: the allocation is the domain.
 * @source google/cluster-data, clusterdata_trace_format_v3.proto
 */
import { micros } from '../model/kernel/units.ts';
import { shown } from './complaint.ts';
import { EventLog, type Size } from './event-log.ts';
import { UPDATE } from './event-table.ts';
import { LifecycleRows } from './domains.ts';
import { oddLine, readLines } from './line-table.ts';
import type { Line } from './lines.ts';
import { GOOGLE_MACHINE, machineFor, sizeWithin, type Machine } from './machine.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';

/** In the order of their numbers. */
const TYPES = [
  'SUBMIT',
  'QUEUE',
  'ENABLE',
  'SCHEDULE',
  'EVICT',
  'FAIL',
  'FINISH',
  'KILL',
  'LOST',
  'UPDATE_PENDING',
  'UPDATE_RUNNING',
] as const;
type Type = (typeof TYPES)[number];

const AFTER = '9223372036854775807';

export const google2019: Reader = {
  name: 'google-2019',
  about: 'Google cluster data 2019, instance_events as JSON lines: instances scheduled and ended',
  kind: 'lifecycle',
  notes: {
    toldBy: 'lines of JSON objects with collection_id and instance_index',
    example:
      '{"time":"0","type":"3","collection_id":"94591244395","instance_index":"144","priority":"200","resource_request":{"cpus":0.020660400390625,"memory":0.0144348144531250}}\n{"time":"600000000","type":"3","collection_id":"330587238433","instance_index":"3","resource_request":{"cpus":0.02,"memory":0.01}}\n{"time":"900000000","type":"6","collection_id":"330587238433","instance_index":"3","resource_request":{"cpus":0.02,"memory":0.01}}\n',
    glitches: [
      'types are numbered otherwise than in 2011, and may be written as numbers, texts or names',
      'time 0 is before the trace and 2^63 − 1 after it: censored, compared as text',
      'instances inside an allocation are left out and counted: the allocation is the domain',
    ],
    options: ['machine', 'createdAt'],
    source: 'google/cluster-data, ClusterData2019.md; Tirmazi et al., EuroSys 2020',
    licence: 'CC BY 4.0',
  },
  detect: ({ first }) =>
    first.trimStart().startsWith('{') &&
    first.includes('"collection_id"') &&
    first.includes('"instance_index"'),
  read: async (source, options) => {
    const machine = machineFor(options, GOOGLE_MACHINE);
    const createdAt = options.createdAt ?? 'schedule';
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    const log = new EventLog(rows, dropped);
    const read = await readLines(source, (line) => {
      const event = new InstanceEvent(source.path, line);
      const at = event.moment();
      const kind = event.type();
      const collection = event.integer('collection_id');
      const id = `${collection}/${event.integer('instance_index')}`;
      const size = event.size(machine);
      if (event.within()) dropped.add('runs inside an allocation', line.number);
      else
        switch (kind) {
          case 'SUBMIT':
          case 'SCHEDULE':
            if ((kind === 'SCHEDULE') !== (createdAt === 'schedule'))
              dropped.add(`${kind.toLowerCase()}: another event begins`, line.number);
            else if (size === undefined) dropped.add('no memory is requested', line.number);
            else log.begin(id, at, size, line.number, collection);
            break;
          case 'QUEUE':
          case 'ENABLE':
            dropped.add(`${kind.toLowerCase()}: another event begins`, line.number);
            break;
          case 'UPDATE_PENDING':
          case 'UPDATE_RUNNING':
            dropped.add(UPDATE, line.number);
            break;
          case 'EVICT':
          case 'FAIL':
          case 'FINISH':
          case 'KILL':
          case 'LOST':
            log.end(id, at, size, line.number, collection);
            break;
          default:
            kind satisfies never;
        }
    });
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: read.rows,
      rowsPerDomain: 'several',
      dropped,
      start: rows.earliest,
      choices: {
        'clock starts at': 'the earliest event in the file',
        created: createdAt === 'schedule' ? 'when scheduled' : 'when submitted',
        machine: machine.text,
        group: 'collection',
      },
      warnings: [...read.warnings, ...machine.warnings],
    };
  },
};

/** One line, checked as it is asked. */
class InstanceEvent {
  private readonly path: string;
  private readonly line: Line;
  private readonly event: Readonly<Record<string, unknown>>;

  constructor(path: string, line: Line) {
    this.path = path;
    this.line = line;
    try {
      const event: unknown = JSON.parse(line.text);
      if (typeof event !== 'object' || event === null || Array.isArray(event)) throw new Error('no object');
      this.event = event as Readonly<Record<string, unknown>>;
    } catch {
      throw this.fault(`the line holds ${shown(line.text)}`, 'a line is one JSON object');
    }
  }

  /** A whole number of up to 64 bits, as it stands in the line: a number in JSON would lose its last digits. */
  integer(key: string): string {
    const text = new RegExp(`"${key}"\\s*:\\s*"?(-?\\d{1,19})"?\\s*[,}]`).exec(this.line.text)?.[1];
    if (text !== undefined) return text;
    throw this.fault(`${key} is ${shown(JSON.stringify(this.event[key]) ?? 'missing')}`, 'a whole number');
  }

  /** µs; −∞ before and ∞ after the trace. */
  moment(): number {
    const text = this.integer('time');
    if (text === '0') return Number.NEGATIVE_INFINITY;
    if (text === AFTER) return Number.POSITIVE_INFINITY;
    const at = micros(Number(text));
    if (at < 0 || !Number.isSafeInteger(at)) throw this.fault(`time is ${text}`, `µs from 0 up, or ${AFTER}`);
    return at;
  }

  type(): Type {
    const { type = 0 } = this.event;
    const named = TYPES.find((name, i) => type === name || type === i || type === String(i));
    if (named !== undefined) return named;
    throw this.fault(
      `type is ${shown(JSON.stringify(type))}`,
      `0 to ${TYPES.length - 1}, or ${TYPES.join(', ')}`,
    );
  }

  within(): boolean {
    const outer = this.event['alloc_collection_id'];
    return (typeof outer === 'number' && outer !== 0) || (typeof outer === 'string' && !/^0*$/.test(outer));
  }

  size(machine: Machine): Size | undefined {
    const request = this.event['resource_request'];
    if (request === undefined || request === null) return undefined;
    const { cpus, memory } = request as Readonly<Record<string, unknown>>;
    const [cpu, share] = [cpus, memory].map((value) => {
      const number = Number(value ?? 0);
      if (number >= 0 && number <= 1) return number;
      throw this.fault(`a request is ${shown(JSON.stringify(value))}`, 'a share of a machine, 0 to 1');
    }) as [number, number];
    return share === 0 ? undefined : sizeWithin(machine, cpu, share);
  }

  private fault(found: string, accepted: string) {
    return oddLine(this.path, this.line, found, accepted);
  }
}
