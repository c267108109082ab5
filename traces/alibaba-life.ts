/**
 * When a batch task or an instance of Alibaba's clusters of 2017 and 2018 lived: seconds, of which 0 and below are outside.
 *
 * A start of 0 is one before the trace where an end is told, and none where none is. An end of 0 lies behind the trace; in
 * 2017 also where one failed and its end was not recorded. Left out: instances and sizes.
 * @source alibaba/clusterdata, trace_201708.md, trace_2018.md and issues #29, #167
 */
import { seconds } from '../model/kernel/units.ts';
import type { Life } from './domain-table.ts';
import type { Row } from './rows.ts';

/** Ready and the others as the publisher writes them, `Interupted` included. */
export const STATUS = /^(Waiting|Ready|Running|Terminated|Failed|Cancelled|Interrupted|Interupted|Unknown)$/;

const TIME = 'a time is a number of seconds';

/** @param openWhen  the states in which an end of 0 lies behind the trace; in others it was not recorded */
export const lifeOf = (
  row: Row,
  [startAt, endAt, statusAt]: readonly [start: number, end: number, status: number],
  openWhen: RegExp,
): Life | string => {
  const start = row.micros(startAt, seconds(1), TIME);
  const end = row.micros(endAt, seconds(1), TIME);
  if (start === 0 && end === 0) return 'has not begun';
  if (end < 0 || (end === 0 && start < 0)) return 'ended before the trace';
  if (end === 0 && !openWhen.test(row.text(statusAt))) return 'no end was recorded';
  return { created: start <= 0 ? undefined : start, deleted: end === 0 ? undefined : end };
};
