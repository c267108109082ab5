/**
 * The variants of an experiment as they are typed: changes of the host, and latencies that are given in place of it.
 *
 * `latency=12s` is what a constant would have told: every domain is ready 12 s after it was asked for, and gone at once;
 * `latency=12s/2s` takes 2 s to go; `latency=exp:12s` is exponential with that mean. Left out: what a variant does.
 */
import { ideal, variantsNamed, withLatency, type Variant } from '../../model/host/variants.ts';
import { micros } from '../../model/kernel/units.ts';
import { duration } from './quantity.ts';
import { readAll } from './read-all.ts';

const GIVEN = /^latency=/;

/** @throws {InputError} with a line per mistake */
export const variantsIn = (list: string): readonly Variant[] =>
  readAll(list.split(','), (entry) => {
    const name = entry.trim();
    return GIVEN.test(name) ? [givenLatency(name)] : variantsNamed(name);
  });

/** One variant by the name that it has in a result. */
export const variantOf = (name: string): Variant => (name === ideal.name ? ideal : variantsIn(name)[0]!);

const givenLatency = (name: string): Variant => {
  const [, law, setup, destroy] = /^latency=(exp:)?([^/]*)(?:\/(.*))?$/u.exec(name) ?? [];
  const where = '--fixes latency';
  return withLatency(name, {
    setup: duration(setup ?? '', where),
    law: { kind: law === undefined ? 'constant' : 'exponential' },
    destroy: destroy === undefined ? micros(0) : duration(destroy, where),
  });
};
