import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { calibrated } from '../../harness/calibrate/calibration.ts';
import { fitted, type Point } from '../../harness/calibrate/fit.ts';
import { formNames, formOf, valueOf, type Conditions } from '../../harness/calibrate/laws.ts';
import type { Measurement } from '../../harness/calibrate/measurements.ts';
import { close } from '../shared.ts';

const cost = fc.double({ min: 0.5, max: 500, noNaN: true });

testProp('what a law says is found again from what it says, exactly', [cost, cost], (t, empty, each) => {
  const law = { form: 'guests' as const, coefficients: [empty, each] };
  const points = [0, 10, 25, 100].map((guests) => ({ at: { guests }, value: valueOf(law, { guests }) }));
  const found = fitted('guests', points);
  for (const [i, value] of law.coefficients.entries()) t.true(close(found.coefficients[i]!, value, 1e-6));
  t.true(close(found.r2!, 1, 1e-9));
  for (const residual of found.residuals) t.true(Math.abs(residual) < 1e-6);
});

testProp(
  'a creation whose requests each cost more with every guest is told apart from one that is only longer',
  [cost, cost, cost],
  (t, fixed, request, growth) => {
    const law = { form: 'create' as const, coefficients: [fixed * 100, request, growth / 10, 0, 0, 0, 0] };
    const points = [0, 5, 12, 25, 50].map((guests) => ({ at: { guests }, value: valueOf(law, { guests }) }));
    // four times as many guests as were fitted
    const far = { guests: 200 };
    t.true(close(valueOf(fitted('create', points), far), valueOf(law, far), 0.01));
  },
);

testProp('one disturbed run in seven moves a prediction by little', [cost, cost], (t, empty, each) => {
  const law = { form: 'guests' as const, coefficients: [empty, each] };
  const points: Point[] = [0, 10, 20, 30, 40, 50, 60].map((guests, i) => ({
    at: { guests },
    value: valueOf(law, { guests }) * (i === 3 ? 3 : 1),
  }));
  const far: Conditions = { guests: 240 };
  t.true(close(valueOf(fitted('guests', points), far), valueOf(law, far), 0.05));
});

testProp(
  'no cost is negative, whatever was measured',
  [fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 })],
  (t, values) => {
    const points = values.map((value, i) => ({
      at: { guests: i * 7, clients: i + 1, watches: i * 3 },
      value,
    }));
    for (const form of formNames) {
      const { coefficients, intervals } = fitted(form, points);
      t.is(coefficients.length, formOf(form).terms.length);
      for (const one of coefficients) t.true(one >= 0 && Number.isFinite(one), `${form}: ${one}`);
      for (const interval of intervals) if (interval !== null) t.true(interval[0] <= interval[1]);
    }
  },
  { numRuns: 10 },
);

test('attempts begin at one and grow by a share of the other clients', (t) => {
  const law = { form: 'attempts' as const, coefficients: [0.5] };
  t.is(valueOf(law, { clients: 1 }), 1);
  t.is(valueOf(law, { clients: 8 }), 4.5);
});

test('a series is fitted on its smaller conditions and judged on its larger ones', async (t) => {
  const measured = [0, 10, 20, 40, 80, 160].map((guests): Measurement => ({
    series: 'a',
    at: { guests },
    value: 10 + guests,
    unit: 'µs',
    form: 'guests',
    best: 'least',
    place: 'a.csv:2',
    runs: 1,
    spread: null,
  }));
  const { fittedOn, laws, mape, predictions } = await calibrated(measured);
  t.is(fittedOn, 4);
  t.deepEqual(
    predictions.map(({ measurement }) => measurement.at.guests),
    [80, 160],
  );
  t.true(mape! < 1e-9);
  t.deepEqual(laws[0]!.upTo, { guests: 160 });
});
