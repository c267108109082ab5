/**
 * Azure Functions 2021: a row per invocation, with its end and its duration in seconds.
 *
 * An invocation came when it ended less what it lasted; the file is in neither order for certain. The repository's README
 * says milliseconds; the page of the data and the data are seconds. The duration is without the cold start.
 * @source Azure/AzurePublicDataset, AzureFunctionsInvocationTrace2021.md and issues #25, #46
 */
import { seconds } from '../model/kernel/units.ts';
import type { Reader } from './reader.ts';
import { readRequests } from './requests-table.ts';

const TIME = 'a time is a number of seconds';

export const azureFunctions2021: Reader = {
  name: 'azure-functions-2021',
  about: 'Azure Functions 2021: invocations with end and duration, counted per second by their arrival',
  kind: 'load',
  notes: {
    toldBy: 'header `app,func,end_timestamp,duration`',
    example: 'app,func,end_timestamp,duration\na,f,0.079,0.078\na,g,57.157,57.154\nb,f,59.13,0\n',
    glitches: [
      'the time written is the end: arrival = end − duration, and rows are sorted and counted when they are not in that order',
      'seconds, though the README of the repository says milliseconds',
      'durations of zero (8.65 % of the rows) are requests as the others',
    ],
    options: ['step', 'align'],
    source: "Azure/AzurePublicDataset; Zhang et al., SOSP'21",
    licence: 'CC BY 4.0',
  },
  detect: ({ fields }) => fields.join() === 'app,func,end_timestamp,duration',
  read: (source, options) =>
    readRequests(source, options, {
      header: (header) => {
        const end = header.column('end_timestamp', 'azure-functions-2021');
        const duration = header.column('duration', 'azure-functions-2021');
        return (row) => {
          row.atLeast(duration, 0, 'a duration is a number of seconds from 0 up');
          return row.micros(end, seconds(1), TIME) - row.micros(duration, seconds(1), TIME);
        };
      },
      dated: false,
      choices: { clock: 's from the start of the trace', moment: 'end_timestamp less duration: the arrival' },
    }),
};
