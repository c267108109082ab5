/**
 * Rows per domain: what each step of its creation or destruction waited and was served.
 *
 * Kept only on request, since they grow with the trace. A domain under way has a scratch row; it is written when the
 * path ends. Left out: what is made of the rows (explain, figures).
 */
import { Column } from '../kernel/column.ts';
import { START, type Moment } from '../kernel/units.ts';
import type { TaskRows } from '../recording.ts';
import type { Path } from './step.ts';

/** One host's notes about one path. */
export interface Journal {
  /** The domain begins the path. */
  readonly open: (domain: number, asked: Moment) => void;
  readonly note: (domain: number, place: number, waited: number, served: number) => void;
  readonly close: (domain: number, owner: number, host: number, ended: Moment) => void;
}

/** The rows of all hosts of one replay. */
export interface Register {
  /** A journal of one more host; its path must be the same as that of the others. */
  readonly journal: () => Journal;
  /** Names the steps; called once by the first host. */
  readonly walk: (path: Path) => void;
  readonly rows: () => TaskRows;
}

interface Scratch {
  asked: Moment;
  readonly waited: Float64Array;
  readonly served: Float64Array;
}

/** @param nameOf  what a row calls the domain, given the owner's own name of it at that moment */
export const registerOf = (nameOf: (owner: number) => number): Register => {
  const columns = {
    domain: new Column(),
    host: new Column(),
    asked: new Column(),
    ended: new Column(),
    waited: new Column(),
    served: new Column(),
  };
  let steps: TaskRows['steps'] = [];
  return {
    walk: (path) => {
      steps = path.map(({ phase, station }) => ({ phase, station }));
    },
    journal: () => {
      const scratch: Scratch[] = [];
      const rowOf = (domain: number): Scratch =>
        (scratch[domain] ??= {
          asked: START,
          waited: new Float64Array(steps.length),
          served: new Float64Array(steps.length),
        });
      return {
        open: (domain, asked) => {
          rowOf(domain).asked = asked;
        },
        note: (domain, place, waited, served) => {
          const row = rowOf(domain);
          row.waited[place]! += waited;
          row.served[place]! += served;
        },
        close: (domain, owner, host, ended) => {
          const row = rowOf(domain);
          columns.domain.push(nameOf(owner));
          columns.host.push(host);
          columns.asked.push(row.asked);
          columns.ended.push(ended);
          for (let place = 0; place < steps.length; place += 1) {
            columns.waited.push(row.waited[place]!);
            columns.served.push(row.served[place]!);
          }
          row.waited.fill(0);
          row.served.fill(0);
        },
      };
    },
    rows: () => ({
      steps,
      domain: columns.domain.all(),
      host: columns.host.all(),
      asked: columns.asked.all(),
      ended: columns.ended.all(),
      waited: columns.waited.all(),
      served: columns.served.all(),
    }),
  };
};
