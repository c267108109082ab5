/**
 * An adjustment as text: `+2` two more, `-25%` a quarter less, `4` exactly four.
 *
 * Left out: what it makes of a capacity (adjustment).
 */
import { refuse, type Reader } from '../kernel/spelling.ts';
import type { Adjustment } from './adjustment.ts';

export const adjustmentIn: Reader<Omit<Adjustment, 'atLeast'>> = (text, where) => {
  const [, sign, digits, percent] = /^([+-]?)(\d+)(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined || (sign === '' && percent === '%')) {
    return refuse(where, text, 'a change is +2 for two more, -25% for a quarter less, 4 for exactly four');
  }
  if (sign === '') return { type: 'ExactCapacity', amount: Number(digits) };
  const amount = Number(`${sign}${digits}`);
  return { type: percent === '%' ? 'PercentChangeInCapacity' : 'ChangeInCapacity', amount };
};
