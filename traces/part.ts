/** The part of a trace that was asked for, by `from` and `to`: seconds after its start. */
import { inSeconds } from '../model/kernel/units.ts';
import { complaint, placeOf } from './complaint.ts';

/** Why rows are left out that the part does not reach. */
export const OUTSIDE = 'outside the cut';

/**
 * @param from    µs after the trace's start, and `to` as well
 * @param length  of the trace, µs
 * @throws {InputError} when nothing lies between
 */
export const refuseEmptyPart = (path: string, from: number, to: number, length: number): void => {
  if (from >= 0 && from < to) return;
  throw complaint(
    placeOf(path),
    `the part from ${inSeconds(from)} s to ${inSeconds(to)} s is empty`,
    `the trace lasts ${inSeconds(length)} s`,
    'choose --from and --to inside it, the smaller one first',
  );
};

/** @param length  of the trace, µs */
export const endsEarly = (path: string, length: number) =>
  complaint(
    placeOf(path),
    `the trace lasts ${inSeconds(length)} s, which is before --to`,
    'a trace that is shorter than what was asked for was to be an error',
    'choose an earlier --to, or --read past-end=stop',
  );

/** Longer than whole µs can be counted. */
export const tooLong = (path: string) =>
  complaint(
    placeOf(path),
    'more than 285 years lie between its first and its last row',
    'a trace is shorter',
    'correct the row whose time is wrong',
  );
