/**
 * Azure Functions 2019: one row per function, one column per minute of a day, invocations counted.
 *
 * The load is the sum over all functions. Minute columns are found by their names (`480`, `minute_1`, `1_minute`), in any
 * order, because re-publishers rename and reorder them. The companion files with durations and memory are recognised and
 * refused. Counts were taken after execution; a long invocation counts in a later minute than it began.
 * @source Azure/AzurePublicDataset, AzureFunctionsDataset2019.md and issue #23; vhive-serverless/invitro issue #16
 */
import { minutes } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { LoadRows } from './load.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';

const HASHES = ['HashOwner', 'HashApp', 'HashFunction'];
const MINUTE = /^(?:minute_)?(\d+)(?:_minute)?$/;
const DAY_MINUTES = 1_440;
const COUNT = 'an invocation count is a number from 0 up';

export const azureFunctions: Reader = {
  name: 'azure-functions',
  about: 'Azure Functions 2019 invocations: functions by minutes of a day, summed to one load',
  kind: 'load',
  folder: 'days of the trace, by `.dNN.` in their names: one after the other',
  notes: {
    toldBy: 'header with two of `HashOwner`, `HashApp`, `HashFunction`',
    example: 'HashOwner,HashApp,HashFunction,Trigger,1,2,3\na,b,c,http,4,5,0\na,b,d,timer,1,1,1\n',
    glitches: [
      'renamed and reordered columns, no Trigger, an excerpt of the day: columns are found by their names',
      'a function listed twice is counted twice, with a warning',
      'the companion files of durations and memory are refused with the file that is wanted',
    ],
    source: 'Azure/AzurePublicDataset, AzureFunctionsDataset2019.md',
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) => HASHES.filter((name) => fields.includes(name)).length >= 2,
  read: async (source) => {
    let minuteColumns: readonly MinuteColumn[] = [];
    let hashColumns: readonly number[] = [];
    let counts = new Float64Array(0);
    const functions = new Set<string>();
    const table = await readTable(source, {
      header: (header) => {
        refuseCompanions(header);
        minuteColumns = minutesIn(header);
        hashColumns = HASHES.map((name) => header.names.indexOf(name)).filter((column) => column >= 0);
        counts = new Float64Array(minuteColumns.length);
      },
      row: (row) => {
        functions.add(hashColumns.map((column) => row.fields[column]).join());
        for (const [i, { column }] of minuteColumns.entries()) {
          counts[i] = counts[i]! + row.atLeast(column, 0, COUNT);
        }
      },
    });
    const rows = new LoadRows(source.path, source.limits.rows);
    const before = daysBefore(source.name) * DAY_MINUTES;
    for (const [i, { minute }] of minuteColumns.entries()) rows.push(minutes(before + minute), counts[i]!, 0);
    const twice = table.rows - functions.size;
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      rowsAre: 'other',
      dropped: new Dropped(),
      quantity: 'count',
      unit: 'invocations per minute',
      factor: 1,
      step: minutes(1),
      choices: {
        load: `sum over ${functions.size} functions`,
        minutes: `${minuteColumns[0]!.minute} to ${minuteColumns.at(-1)!.minute} of the day`,
      },
      warnings: [
        ...table.warnings,
        ...(twice > 0 ? [`${twice} rows repeat a function; all are counted`] : []),
      ],
    };
  },
};

/** Published files are days of a trace: `invocations_per_function_md.anon.d03.csv` begins after two of them. */
const daysBefore = (name: string): number => {
  const day = /\.d(\d\d)\./.exec(name)?.[1];
  return day === undefined ? 0 : Math.max(0, Number(day) - 1);
};

interface MinuteColumn {
  readonly minute: number;
  readonly column: number;
}

const minutesIn = (header: Row): readonly MinuteColumn[] => {
  const found = header.names
    .flatMap((name, column) => {
      const minute = MINUTE.exec(name)?.[1];
      return minute === undefined ? [] : [{ minute: Number(minute), column }];
    })
    .sort((a, b) => a.minute - b.minute);
  const beyond = found.find(({ minute }) => minute > DAY_MINUTES);
  if (beyond !== undefined) {
    throw complaint(
      placeOf(header.path, header.line),
      `column ${shown(header.names[beyond.column]!)} is no minute of a day`,
      `minute columns are 0 to ${DAY_MINUTES}`,
      'give the invocations file of the day, unchanged',
    );
  }
  const twice = found.find(({ minute }, i) => found[i + 1]?.minute === minute);
  if (twice !== undefined || found.length === 0) {
    throw complaint(
      placeOf(header.path, header.line),
      twice === undefined
        ? 'the header has no minute columns'
        : `the header names minute ${twice.minute} twice`,
      'invocations have columns such as 1 to 1440 or minute_1 to minute_1440',
      'give the invocations file of the day, unchanged',
    );
  }
  return found;
};

/** What is told by the header of a file that belongs to a trace and is none. */
const refuseCompanions = (header: Row): void => {
  const has = (name: string): boolean => header.names.includes(name);
  const what = has('AverageAllocatedMb')
    ? 'memory per app'
    : has('percentile_Average_50')
      ? 'durations'
      : undefined;
  if (what === undefined) return;
  throw complaint(
    placeOf(header.path, header.line),
    `this is the Azure Functions file of ${what}`,
    'the trace is the file of invocations, with a column per minute',
    'give invocations_per_function_md.anon.dNN.csv, in a sample invocations.csv or *_inv.csv',
  );
};
