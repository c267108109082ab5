/**
 * What a policy remembers of its past: amounts with the moment each was noted.
 *
 * A window is a plain list, never changed in place: noting something gives a new one. It stays short, as what is too old
 * to matter is dropped when the next is noted. Left out: what the amounts are (recommendations
 * of a size, changes of a size); that is the policy's.
 */
import { between, type Micros, type Moment } from '../kernel/units.ts';

interface Noted {
  readonly at: Moment;
  readonly amount: number;
}

export type Window = readonly Noted[];

export const EMPTY: Window = [];

/** Entries strictly younger than the span: one exactly that old is out. */
export const youngerThan = (window: Window, now: Moment, span: Micros): Window =>
  window.filter(({ at }) => between(at, now) < span);

/** Entries no older than the span: one exactly that old is in. */
export const upToAge = (window: Window, now: Moment, span: Micros): Window =>
  window.filter(({ at }) => between(at, now) <= span);

export const sumOf = (window: Window): number => window.reduce((sum, { amount }) => sum + amount, 0);

/** The largest amount, and of an empty window what it is given. */
export const largestOf = (window: Window, otherwise: number): number =>
  window.reduce((most, { amount }) => Math.max(most, amount), otherwise);

/** The smallest amount, and of an empty window what it is given. */
export const smallestOf = (window: Window, otherwise: number): number =>
  window.reduce((least, { amount }) => Math.min(least, amount), otherwise);

/**
 * The window with one more level noted, for questions of largest and smallest only.
 *
 * What is older than `span` is dropped. A level noted again right after itself replaces the earlier note: every window
 * that reaches back to the earlier one holds the newer too, so no largest and no smallest changes.
 */
export const withLevel = (window: Window, now: Moment, amount: number, span: Micros): Window => {
  const kept = upToAge(window, now, span);
  const earlier = kept.at(-1)?.amount === amount ? kept.slice(0, -1) : kept;
  return [...earlier, { at: now, amount }];
};
