/**
 * Requests per second of the Stable Diffusion service of Alibaba's GenAI trace of 2026 (`qps.csv`): a sample per container.
 *
 * Containers sample on a raster of 57 s; the load is their sum at each moment of it, and where none has a sample it is
 * zero. Windows of another length would count some moments twice. Rows of API requests are of another layer, which sees
 * the same users before the containers do: they are left out. The values are anonymised by a scale.
 * @source alibaba/clusterdata, cluster-trace-v2026-GenAI/README.md
 */
import { seconds } from '../model/kernel/units.ts';
import { complaint, placeOf } from './complaint.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable } from './rows.ts';
import { Sums } from './summed.ts';

const GENERATIVE = 'Generative Requests';

export const genaiQps: Reader = {
  name: 'genai-qps',
  about: 'Alibaba GenAI 2026, qps.csv: requests per second, a sample per container, summed',
  kind: 'load',
  notes: {
    toldBy: 'header `timestamp_anon,value,container_ip,request_type`',
    example: `timestamp_anon,value,container_ip,request_type\n1662859404.0,0.09,a1,${GENERATIVE}\n1662859404.0,0.18,b2,${GENERATIVE}\n1662859461.0,0.09,a1,${GENERATIVE}\n1662859461.0,0.5,,API Requests\n`,
    glitches: [
      'API requests (no container) are another layer of the same users: dropped and counted',
      'moments without a sample are zero (gaps default to `zero`)',
    ],
    source: 'alibaba/clusterdata, cluster-trace-v2026-GenAI',
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ first }) => first.startsWith('timestamp_anon,value,container_ip,request_type'),
  read: async (source) => {
    const sums = new Sums(source);
    const dropped = new Dropped();
    let samples = 0;
    let at = { time: 0, value: 0, type: 0 };
    const table = await readTable(source, {
      header: (header) => {
        const column = (name: string) => header.column(name, 'genai-qps');
        at = { time: column('timestamp_anon'), value: column('value'), type: column('request_type') };
      },
      row: (row) => {
        const moment = row.micros(at.time, seconds(1), 'a time is a number of seconds since 1970');
        const value = row.atLeast(at.value, 0, 'a value is a number of requests/s from 0 up');
        if (row.text(at.type) !== GENERATIVE) {
          dropped.add('not a generative request', row.line);
          return;
        }
        samples += 1;
        sums.add(moment, value);
      },
    });
    if (samples === 0) {
      throw complaint(
        placeOf(source.path),
        'no row is of a generative request',
        `request_type is "${GENERATIVE}" in the rows that are summed`,
        'give qps.csv as it was published',
      );
    }
    return {
      kind: 'load',
      rows: sums.rows(),
      rowsRead: table.rows,
      rowsAre: 'other',
      dropped,
      quantity: 'rate',
      unit: 'requests per second, scaled by its publisher',
      factor: 1,
      gaps: 'zero',
      epoch: 0,
      choices: { load: 'sum over containers at each moment', clock: 'UTC, shifted by its publisher' },
      warnings: table.warnings,
    };
  },
};
