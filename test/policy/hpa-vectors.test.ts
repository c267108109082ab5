/** Every conformance case of the HPA as a test of its own. */
import test from 'ava';
import { vectorsOf } from '../shared.ts';
import { hpaAnswers, hpaExpected, type Answer } from './hpa-vectors.ts';

type Case = { readonly id: string; readonly source?: string; readonly expect?: Answer };

for (const [set, answer] of Object.entries(hpaAnswers)) {
  const cases = vectorsOf(set) as readonly Case[] | undefined;
  if (cases === undefined) {
    test(`${set}: no vectors beside the repository, skipped`, (t) => t.pass());
    continue;
  }
  for (const one of cases) {
    test(`${one.id} ${one.source ?? set}`, (t) => {
      const expected = hpaExpected(set, one);
      const answered = answer(one as never);
      t.true(Object.keys(expected).length > 0, 'the case expects nothing');
      if ('error' in expected) {
        t.true('error' in answered, 'a decision was made where none is possible');
        return;
      }
      for (const [name, value] of Object.entries(expected)) {
        const one = answered[name];
        if (name === 'reason' && Array.isArray(one))
          t.true(one.includes(value), `${String(value)}: ${one.join(', ')}`);
        else t.deepEqual(one, value, name);
      }
    });
  }
}
