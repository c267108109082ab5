/**
 * Tables of the Alibaba microservices traces of 2021 and 2022: call rates and utilisation per container or node.
 *
 * MSRTQps (2021: a row per metric) and MSRTMCR (2022: a column per metric) give the rate at which services are called by
 * RPC, summed over containers: calls per second in 2021, normalised between 0 and 1 per column in 2022, so only its shape.
 * MSResource and Node give CPU, summed to containers or nodes that would be fully busy (2022: normalised as well).
 * Left out: response times, memory, call graphs, and every call that is not an RPC to a provider.
 * @source alibaba/clusterdata, cluster-trace-microservices-v2021/README.md and v2022/README.md
 */
import { millis } from '../model/kernel/units.ts';
import type { LoadQuantity } from '../model/workload.ts';
import { complaint, placeOf } from './complaint.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';
import { readTable, type Row } from './rows.ts';
import { Sums } from './summed.ts';

const CALLED = 'providerRPC_MCR';
const CALLED_2022 = 'providerrpc_mcr';

/** One of the tables: how it is told, and what is summed. */
interface Layout {
  readonly has: readonly string[];
  readonly value: string;
  readonly quantity: LoadQuantity;
  readonly unit: string;
  readonly warning?: string;
}

const SHAPE_ONLY = 'call rates of 2022 are normalised per column: only their shape can be replayed';
const NO_REQUESTS = 'CPU utilisation is not requests, and containers differ in size';

const LAYOUTS: readonly Layout[] = [
  { has: ['metrics', 'value'], value: 'value', quantity: 'rate', unit: 'calls per second' },
  {
    has: [CALLED_2022],
    value: CALLED_2022,
    quantity: 'resource',
    unit: 'normalised call rate',
    warning: SHAPE_ONLY,
  },
  {
    has: ['msinstanceid', 'cpu_utilization'],
    value: 'cpu_utilization',
    quantity: 'resource',
    unit: 'fully busy containers',
    warning: NO_REQUESTS,
  },
  {
    has: ['nodeid', 'cpu_utilization'],
    value: 'cpu_utilization',
    quantity: 'resource',
    unit: 'fully busy nodes',
    warning: NO_REQUESTS,
  },
];

const layoutOf = (names: readonly string[]): Layout | undefined =>
  names.includes('timestamp') && (names.includes('msinstanceid') || names.includes('nodeid'))
    ? LAYOUTS.find(({ has }) => has.every((name) => names.includes(name)))
    : undefined;

export const alibabaMicroservices: Reader = {
  name: 'alibaba-microservices',
  about: 'Alibaba microservices 2021 and 2022: MSRTQps, MSRTMCR, MSResource, Node, summed over containers',
  kind: 'load',
  folder: 'parts of a table: together',
  notes: {
    toldBy: 'header with `timestamp`, `msinstanceid` or `nodeid`, and a call rate or `cpu_utilization`',
    example: `timestamp,msname,msinstanceid,metrics,value\n0,a,a1,${CALLED},12.5\n0,a,a2,${CALLED},3\n0,a,a1,consumerRPC_RT,9.1\n60000,a,a1,${CALLED},20\n60000,(?),b1,${CALLED},\n`,
    glitches: [
      'an index column may stand before the first: columns are found by their names',
      'names may be NAN, (?) or empty: they are summed as the others',
      'rows of other metrics, and rows without a value, are dropped and counted',
    ],
    source: "alibaba/clusterdata, cluster-trace-microservices-v2021 (SoCC'21) and v2022 (SoCC'22)",
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ fields }) => layoutOf(fields) !== undefined,
  read: async (source) => {
    const sums = new Sums(source);
    const dropped = new Dropped();
    let layout = LAYOUTS[0]!;
    let at = { time: 0, value: 0, metric: -1 };
    const table = await readTable(source, {
      header: (header) => {
        layout = layoutOf(header.names) ?? noLayout(header);
        const column = (name: string) => header.column(name, 'alibaba-microservices');
        at = {
          time: column('timestamp'),
          value: column(layout.value),
          metric: header.names.indexOf('metrics'),
        };
      },
      row: (row) => {
        const moment = row.micros(at.time, millis(1), 'a time is a number of milliseconds');
        if (at.metric >= 0 && row.text(at.metric) !== CALLED) {
          dropped.add(`another metric than ${CALLED}`, row.line);
        } else if (/^(?:nan|null)?$/i.test(row.text(at.value))) {
          dropped.add('no value', row.line);
        } else {
          sums.add(moment, row.atLeast(at.value, 0, 'a value is a number from 0 up'));
        }
      },
    });
    const rows = sums.rows();
    if (rows.at.length === 0) {
      throw complaint(
        placeOf(source.path),
        'no row has a call rate',
        `rows of ${CALLED} are summed`,
        'give another part of the table',
      );
    }
    return {
      kind: 'load',
      rows,
      rowsRead: table.rows,
      rowsAre: 'other',
      dropped,
      quantity: layout.quantity,
      unit: layout.unit,
      factor: 1,
      choices: { load: `sum of ${at.metric >= 0 ? CALLED : layout.value} at each moment` },
      warnings: layout.warning === undefined ? table.warnings : [...table.warnings, layout.warning],
    };
  },
};

const noLayout = (header: Row): never => {
  throw complaint(
    placeOf(header.path, header.line),
    'the header is of none of the tables that are read',
    'MSRTQps, MSRTMCR, MSResource and Node have timestamp, an id and a call rate or cpu_utilization',
    'give one of them, unchanged',
  );
};
