import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { calendarOf, orderOf } from '../../model/kernel/calendar.ts';

interface Entry {
  readonly time: number;
  readonly rank: number;
  readonly sequence: number;
}

const inOrder = (a: Entry, b: Entry): number => a.time - b.time || a.rank - b.rank || a.sequence - b.sequence;

testProp(
  'entries come out by time, at one time by rank, and at one rank in the order they went in, whatever is taken between',
  // few times and ranks, so that ties are the rule; -1 takes one out
  [fc.array(fc.oneof(fc.constant(-1), fc.record({ time: fc.nat(5), rank: fc.nat(63) })), { maxLength: 300 })],
  (t, steps) => {
    const calendar = calendarOf(1);
    let waiting: Entry[] = [];
    const expected: Entry[] = [];
    const found: Entry[] = [];
    const take = (): void => {
      waiting = waiting.sort(inOrder);
      const first = waiting.shift();
      if (first) expected.push(first);
      if (!calendar.pop()) return;
      const rank = Math.floor(calendar.order / orderOf(1, 0));
      found.push({ time: calendar.time, rank, sequence: calendar.subject });
    };
    let sequence = 0;
    for (const step of steps) {
      if (step === -1) {
        take();
        continue;
      }
      sequence += 1;
      waiting.push({ ...step, sequence });
      calendar.push(step.time, orderOf(step.rank, sequence), 0, sequence);
    }
    while (calendar.size > 0) take();
    t.deepEqual(found, expected);
    t.is(waiting.length, 0);
  },
);

test('rank and sequence share one number without losing a bit, up to the last of both', (t) => {
  const last = orderOf(63, 0x7fff_ffff_ffff); // 2^53 − 1
  t.true(Number.isSafeInteger(last));
  t.true(orderOf(62, 0x7fff_ffff_ffff) < orderOf(63, 0));
});

test('an empty calendar has nothing to give, and its first time is never', (t) => {
  const calendar = calendarOf();
  t.false(calendar.pop());
  t.is(calendar.first, Infinity);
});
