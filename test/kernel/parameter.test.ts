import test from 'ava';
import { valuesOf, type Parameter } from '../../model/kernel/parameter.ts';
import { millis, type Micros } from '../../model/kernel/units.ts';

test('the values of a record of parameters keep names and types', (t) => {
  const delivery: Parameter<Micros> = {
    value: millis(1),
    range: [millis(0), millis(5)],
    unit: 'µs',
    source: { kind: 'assumed', because: 'an example' },
  };
  const daemon: Parameter<'c' | 'ocaml'> = {
    value: 'ocaml',
    range: ['c', 'ocaml'],
    unit: 'daemon',
    source: { kind: 'cited', work: 'Xen 4.6', place: 'xencommons' },
  };
  const values = valuesOf({ delivery, daemon });
  // the annotations are the test: they do not compile when a type is lost
  const span: Micros = values.delivery;
  const kind: 'c' | 'ocaml' = values.daemon;
  t.deepEqual({ span, kind }, { span: millis(1), kind: 'ocaml' });
});
