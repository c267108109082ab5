/**
 * The NASA-HTTP log as a table with tabs: host, logname, time in seconds since 1970, request, answer.
 *
 * Rows of the published file have two empty fields more than the header.
 * @source jleetutorial/python-spark-tutorial, from the Internet Traffic Archive
 */
import { seconds } from '../model/kernel/units.ts';
import type { Reader } from './reader.ts';
import { readRequests } from './requests-table.ts';

/** Fields of the header, and how many empty ones follow in every row. */
const HEADER = 'host\tlogname\ttime\tmethod\turl\tresponse\tbytes';
const SPARE = 2;

export const nasaTsv: Reader = {
  name: 'nasa-tsv',
  about: 'NASA-HTTP as a table with tabs and Unix seconds, a request per row, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'header `host`, `logname`, `time`, … with tabs',
    example: `${HEADER}\n198.51.100.81\t-\t804571201\tGET\t/history/\t200\t6245\t\t\nunicomp6.example.net\t-\t804571206\tGET\t/shuttle/\t200\t3985\t\t\n`,
    glitches: ['rows have two empty fields more than the header names'],
    options: ['step', 'align'],
    source: 'Internet Traffic Archive, NASA-HTTP, as jleetutorial/python-spark-tutorial stores it',
    licence: 'none stated; the archive asks not to analyse beyond traffic patterns',
  },
  detect: ({ first }) => first.trim() === HEADER,
  read: (source, options) =>
    readRequests(source, options, {
      delimiter: '\t',
      spare: SPARE,
      header: (header) => {
        const time = header.column('time', 'nasa-tsv');
        return (row) => row.micros(time, seconds(1), 'a time is a number of seconds since 1970');
      },
      dated: true,
      choices: { clock: 'UTC, seconds since 1970' },
    }),
};
