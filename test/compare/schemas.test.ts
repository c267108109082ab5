import { readFileSync } from 'node:fs';
import test from 'ava';
import { z } from 'zod';
import { publishedSchemas, schemaText } from '../../harness/result/schemas.ts';
import { serialised } from '../../harness/result/document.ts';
import { loadDocument } from '../harness/documents.ts';
import { cli } from '../harness/process.ts';

test('docs/schemas is what compare --print-schema prints', (t) => {
  for (const name of publishedSchemas)
    t.is(readFileSync(`docs/schemas/${name}.json`, 'utf8'), schemaText(name));
  t.is(cli('compare', '--print-schema', 'result').out, schemaText('result'));
  t.regex(cli('compare', '--print-schema', 'resutl').err, /did you mean "result"\?/);
});

test('a document is valid by its published schema, and no longer when a key goes or turns up', (t) => {
  const published = z.fromJSONSchema(
    JSON.parse(schemaText('result')) as Parameters<typeof z.fromJSONSchema>[0],
  );
  const document = JSON.parse(serialised(loadDocument())) as Record<string, unknown>;
  t.true(published.safeParse(document).success);
  t.false(published.safeParse({ ...document, surplus: 1 }).success);
  const { trace: _gone, ...rest } = document;
  t.false(published.safeParse(rest).success);
});
