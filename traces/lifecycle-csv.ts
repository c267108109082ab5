/**
 * Our own lifecycles: created, deleted, vcpus, memory, in any order, with units in the header.
 *
 * `created_s,deleted_s,vcpus,memory_gib` or `created [s],deleted [s],vcpus,memory [GiB]`; times in s, ms, us or iso, one
 * unit each, memory in gib or mib; `#` begins a comment. An empty `created` was there before the trace, an empty `deleted`
 * outlives it. The clock starts at 0, or at the earliest moment where moments are dates or negative; it ends at the latest.
 */
import { gib, mib, seconds } from '../model/kernel/units.ts';
import { EPOCH_FROM_SECONDS } from './clock.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { headingOf, momentIn, timeUnits, unitOf, type TimeUnit } from './heading.ts';
import { LifecycleRows } from './domains.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';
import { memoryMibOf, vcpusOf } from './sizes.ts';

const COLUMNS = ['created', 'deleted', 'vcpus', 'memory'] as const;

type MemoryUnit = 'gib' | 'mib';

export const lifecycleCsv: Reader = {
  name: 'lifecycle-csv',
  about: 'our own lifecycles: created, deleted, vcpus, memory (created_s,deleted_s,vcpus,memory_gib)',
  kind: 'lifecycle',
  notes: {
    toldBy: 'header with `created` and `deleted`',
    example: 'created_s,deleted_s,vcpus,memory_gib\n,100,1,0.5\n0,50,2,4\n10,,4,8\n',
    glitches: [
      'an empty creation or deletion is censored, not a moment',
      'rows out of order are sorted; equal moments keep the order of the file',
      'deleted before created: dropped and counted; created equal to deleted: a zero lifetime, kept',
    ],
    source: 'ours',
    licence: 'yours',
  },
  detect: ({ fields }) => {
    const names = fields.map((field) => headingOf(field.replaceAll('"', '')).name);
    return names.includes('created') && names.includes('deleted');
  },
  read: async (source, options) => {
    const rows = new LifecycleRows(source, options);
    const dropped = new Dropped();
    let shape: Shape | undefined;
    const table = await readTable(source, {
      comments: true,
      header: (header) => {
        shape = shapeOf(header);
      },
      reads: () => {
        const { at, createdUnit } = shape!;
        const [moments, sizes] = [
          [at.created, at.deleted],
          [at.vcpus, at.memory],
        ];
        return createdUnit === 'iso'
          ? { numbers: sizes, texts: moments }
          : { numbers: [...moments, ...sizes] };
      },
      row: (row) => {
        const { at, createdUnit, deletedUnit, memoryUnit } = shape!;
        const created = row.isEmpty(at.created) ? undefined : momentIn(row, at.created, createdUnit);
        const deleted = row.isEmpty(at.deleted) ? undefined : momentIn(row, at.deleted, deletedUnit);
        const vcpus = vcpusOf(row, at.vcpus);
        const memoryMib = memoryMibOf(row, at.memory, memoryUnit === 'gib' ? gib(1) : mib(1));
        if (created !== undefined && deleted !== undefined && deleted < created) {
          dropped.add('deleted before created', row.line);
        } else {
          rows.push({ created, deleted, vcpus, memoryMib });
        }
      },
    });
    const dated = shape?.createdUnit === 'iso' || rows.earliest >= seconds(EPOCH_FROM_SECONDS);
    const start = dated ? rows.earliest : Math.min(0, rows.earliest);
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: table.rows,
      dropped,
      start,
      ...(dated ? { epoch: start } : {}),
      choices: { 'clock starts at': start === 0 ? '0 of the file' : 'the earliest moment in the file' },
      warnings: table.warnings,
    };
  },
};

interface Shape {
  readonly at: Readonly<Record<(typeof COLUMNS)[number], number>>;
  readonly createdUnit: TimeUnit;
  readonly deletedUnit: TimeUnit;
  readonly memoryUnit: MemoryUnit;
}

const shapeOf = (header: Row): Shape => {
  const headings = header.names.map(headingOf);
  const names = headings.map(({ name }) => name);
  if (names.length !== COLUMNS.length || COLUMNS.some((name) => !names.includes(name))) {
    throw complaint(
      placeOf(header.path, header.line),
      `the header is ${shown(header.names.join())}`,
      'lifecycles have the columns created, deleted, vcpus and memory, with units',
      'write for instance created_s,deleted_s,vcpus,memory_gib',
    );
  }
  const [created, deleted, vcpus, memory] = COLUMNS.map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
    number,
  ];
  const createdUnit = unitOf(header, created, headings[created]!, timeUnits);
  const deletedUnit = unitOf(header, deleted, headings[deleted]!, timeUnits);
  if ((createdUnit === 'iso') !== (deletedUnit === 'iso')) {
    throw complaint(
      placeOf(header.path, header.line),
      `created is in ${createdUnit} and deleted in ${deletedUnit}`,
      'both are dates or both are numbers',
      'convert one of them',
    );
  }
  return {
    at: { created, deleted, vcpus, memory },
    createdUnit,
    deletedUnit,
    memoryUnit: unitOf<MemoryUnit>(header, memory, headings[memory]!, { gib: 'gib', mib: 'mib' }),
  };
};
