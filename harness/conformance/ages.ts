/**
 * Ages of a vector, seconds before now, as moments of the model.
 *
 * Left out: which moment of a replay "now" is; a case has none.
 */
import { before, micros, moment, seconds, type Micros, type Moment } from '../../model/kernel/units.ts';

/** Later than every age in a vector reaches back. */
export const NOW = moment(1e12);

/** A whole number of µs, as a second in a file may carry a fraction that is none in binary. */
export const span = (s: number): Micros => micros(Math.round(seconds(s)));

export const ago = (age: number): Moment => before(NOW, span(age));
