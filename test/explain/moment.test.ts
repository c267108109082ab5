/** Moments as people write them. */
import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { clock, momentIn } from '../../harness/explain/moment.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { hours, moment, seconds } from '../../model/kernel/units.ts';

const DAY = moment(hours(24));
const dated = { horizon: DAY, startedAt: '2014-02-14T14:30:00Z' };

const typed: readonly (readonly [text: string, seconds: number])[] = [
  ['02:14', 8_040],
  ['02:14:30', 8_070],
  ['2:14:30.5', 8_070.5],
  ['00:00', 0],
  ['24:00', 86_400],
  ['1h20min', 4_800],
  ['1h 20min 3s', 4_803],
  ['4830s', 4_830],
  ['250ms', 0.25],
  ['1d', 86_400],
  [' 10s ', 10],
];

for (const [text, at] of typed) {
  test(`--at "${text}" is ${at} s after the start`, (t) => {
    t.is(momentIn(text, { horizon: DAY }), moment(seconds(at)));
  });
}

test('a date counts from the moment at which the trace began', (t) => {
  t.is(momentIn('2014-02-14 14:45', dated), moment(seconds(900)));
  t.is(momentIn('2014-02-14T15:45:30+01:00', dated), moment(seconds(930)));
});

testProp('a moment that was printed is read back', [fc.integer({ min: 0, max: hours(24) })], (t, at) => {
  t.is(momentIn(clock(at), { horizon: DAY }), moment(at));
});

test('hours of a clock go on past 24', (t) => {
  t.is(clock(hours(719.5)), '719:30:00');
  t.is(clock(1_500_000), '00:00:01.5');
  t.is(clock(1_590_000, 1), '00:00:01.5');
});

const mistakes: readonly (readonly [text: string, said: RegExp])[] = [
  ['', /^--at: found ""; a moment is /u],
  ['noon', /^--at: found "noon"; a moment is /u],
  ['4830', /^--at: found "4830"; a moment is /u],
  ['02:60', /^--at: found "02:60"; a moment is /u],
  ['1h20', /^--at: found "1h20"; a moment is /u],
  ['5 parsecs', /unit "parsecs" is not one of /u],
  ['24:00:00.000001', /outside the replay; it lasts 24:00:00; choose /u],
  ['-1s', /^--at: found "-1s"; a moment is /u],
  ['2014-02-14 14:45', /this trace does not say when it began/u],
];

for (const [text, said] of mistakes) {
  test(`--at "${text}" is refused`, (t) => {
    t.regex(t.throws(() => momentIn(text, { horizon: DAY }), { instanceOf: InputError }).message, said);
  });
}

test('a date before the trace is outside it, and the start is named', (t) => {
  const { message } = t.throws(() => momentIn('2014-02-14 14:29', dated), { instanceOf: InputError });
  t.regex(message, /outside the replay; it lasts 24:00:00, from 2014-02-14T14:30:00Z; /u);
});
