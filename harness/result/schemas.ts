/**
 * The published JSON Schemas of our documents, made from the very checks that read them.
 *
 * They describe documents as written. Left out: what a schema cannot say (that a policy of an entry is one of the list).
 */
import { z } from 'zod';
import { roundsSchema } from '../bench/rounds-document.ts';
import { comparisonSchema } from '../compare/comparison.ts';
import { documentShape } from './document.ts';

const published = { result: documentShape, rounds: roundsSchema, comparison: comparisonSchema } as const;

export type PublishedSchema = keyof typeof published;
export const publishedSchemas = Object.keys(published) as readonly PublishedSchema[];

/** The text of `docs/schemas/NAME.json`. */
export const schemaText = (name: PublishedSchema): string =>
  `${JSON.stringify(z.toJSONSchema(published[name], { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
