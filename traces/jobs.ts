/**
 * Batch jobs by line, as SWF and GWF have them: the same first columns, numbers between blanks, -1 for what is unknown.
 *
 * Left out: queues, dependencies, and jobs that never ran (a negative run time), which are counted.
 */
import { kib, mib, millis, seconds } from '../model/kernel/units.ts';
import { AssumedMemory } from './assumed-memory.ts';
import { EPOCH_FROM_SECONDS } from './clock.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { LifecycleRows } from './domains.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import { oddLine, readLines } from './line-table.ts';
import type { Line, Source } from './lines.ts';
import type { ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { MEMORY_MOST_MIB, VCPUS_MOST } from './sizes.ts';

export interface JobLayout {
  readonly format: string;
  /** A line that begins with it is a comment. */
  readonly comment: string;
  /** Fewest and most fields of a line. */
  readonly fields: readonly [number, number];
  /** Finds the second since 1970 at which the clock starts, in the head. */
  readonly epoch: RegExp | undefined;
  readonly inMillis: (line: string) => boolean;
}

const [SUBMIT, WAIT, RUN, GIVEN, USED_MEMORY, ASKED, ASKED_MEMORY, USER] = [1, 2, 3, 4, 6, 7, 9, 11] as const;

export const readJobs = async (
  source: Source,
  options: ReadOptions,
  layout: JobLayout,
): Promise<RecordedLifecycle> => {
  const { createdAt = 'request' } = options;
  const assumed = new AssumedMemory(options);
  const rows = new LifecycleRows(source, options);
  const dropped = new Dropped();
  const take = (line: Line): void => {
    const text = line.text.trim();
    const job = new Job(source.path, line, text.split(/\s+/), layout);
    const submitted = Math.round(job.number(SUBMIT) * (layout.inMillis(text) ? millis(1) : seconds(1)));
    const waited = createdAt === 'schedule' ? Math.max(0, job.number(WAIT)) : 0;
    const created = submitted + Math.round(waited * seconds(1));
    const run = job.number(RUN);
    const vcpus = job.processors();
    const memory = job.memory(vcpus);
    if (run < 0) dropped.add('no run time', line.number);
    else if (vcpus === 0) dropped.add('no processors', line.number);
    else {
      rows.push({
        created,
        deleted: created + Math.round(run * seconds(1)),
        vcpus,
        memoryMib: memory === undefined ? assumed.mibOf(vcpus) : Math.max(1, Math.ceil(memory / mib(1))),
        group: job.word(USER),
      });
    }
  };
  const { rows: read, warnings } = await readLines(source, take, layout.comment);
  if (read === 0) {
    throw complaint(
      placeOf(source.path),
      'holds no jobs',
      `a ${layout.format} log has a line per job`,
      'it may be cut: fetch it again',
    );
  }
  const unix = layout.epoch?.exec(source.head.toString('utf8'))?.[1];
  const dated = rows.earliest >= seconds(EPOCH_FROM_SECONDS);
  const start = dated ? rows.earliest : Math.min(0, rows.earliest);
  const told = unix === undefined ? undefined : seconds(Number(unix)) + start;
  const odd = told !== undefined && !Number.isSafeInteger(told);
  const epoch = dated ? start : odd ? undefined : told;
  return {
    kind: 'lifecycle',
    rows,
    rowsRead: read,
    dropped,
    start,
    ...(epoch === undefined ? {} : { epoch }),
    choices: {
      created: createdAt === 'schedule' ? 'submission and wait' : 'submission',
      group: 'user',
      ...assumed.choices(),
    },
    warnings: [
      ...warnings,
      ...assumed.warnings('jobs'),
      ...(odd ? [`the log began ${unix} s after 1970, as it says: beyond 2255, not believed`] : []),
    ],
  };
};

/** One line, checked as it is read. */
class Job {
  private readonly path: string;
  private readonly line: Line;
  private readonly fields: readonly string[];

  constructor(
    path: string,
    line: Line,
    fields: readonly string[],
    { format, fields: [least, most] }: JobLayout,
  ) {
    this.path = path;
    this.line = line;
    this.fields = fields;
    if (fields.length < least || fields.length > most) {
      throw this.fault(
        `the line has ${fields.length} fields`,
        least === most
          ? `every line of ${format} has ${least}`
          : `a line of ${format} has ${least} to ${most}`,
      );
    }
  }

  number(field: number): number {
    const text = this.fields[field]!;
    if (text === 'N/A') return -1;
    const value = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value) || Math.abs(value) > 1e12) {
      throw this.fault(`field ${field + 1} is ${shown(text)}`, 'a number, -1 where it is not known');
    }
    return value;
  }

  word(field: number): string | undefined {
    const text = this.fields[field];
    return text === undefined || text === '-1' || text === 'N/A' ? undefined : text;
  }

  /** Those it was given, or else those it asked for; 0 when neither is known. */
  processors(): number {
    const given = this.number(GIVEN);
    const asked = this.number(ASKED);
    const processors = Math.ceil(given > 0 ? given : Math.max(asked, 0));
    if (processors > VCPUS_MOST) {
      throw this.fault(`the job has ${processors} processors`, `a domain has at most ${VCPUS_MOST}`);
    }
    return processors;
  }

  /** What it asked for, or else what it used; kilobytes per processor. */
  memory(processors: number): number | undefined {
    const asked = this.number(ASKED_MEMORY);
    const kilobytes = asked > 0 ? asked : this.number(USED_MEMORY);
    if (!(kilobytes > 0)) return undefined;
    const memory = kib(kilobytes) * processors;
    if (memory > mib(MEMORY_MOST_MIB)) throw this.fault(`the job has ${kilobytes} KB per processor`, 'less');
    return memory;
  }

  private fault(found: string, accepted: string) {
    return oddLine(this.path, this.line, found, accepted);
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
