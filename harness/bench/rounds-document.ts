/**
 * What one side of a timing in turns was measured as: a value per round and benchmark, and counts.
 *
 * Both sides of a job carry its name; only such two may be compared. Left out: the judgement.
 */
import { z } from 'zod';
import { checked } from '../result/checked.ts';

export const ROUNDS_SCHEMA = 'xenreplay/rounds/1';

const head = { bench: z.string(), what: z.string(), unit: z.string(), better: z.enum(['lower', 'higher']) };

const row = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('exact'), value: z.number() }),
  z.strictObject({ ...head, kind: z.literal('measured'), rounds: z.array(z.number().positive()).min(1) }),
]);

export const roundsSchema = z.strictObject({
  schema: z.literal(ROUNDS_SCHEMA),
  /** Name of the job in which both sides were timed in turns. */
  job: z.string(),
  side: z.enum(['base', 'head']),
  version: z.string(),
  commit: z.string().nullable(),
  node: z.string(),
  machine: z.string(),
  rows: z.array(row),
});

export type RoundsDocument = z.output<typeof roundsSchema>;
export type RoundsRow = RoundsDocument['rows'][number];

/** @throws {InputError} when it is not what the schema says */
export const roundsOf = (raw: unknown, path: string): RoundsDocument =>
  checked(roundsSchema, raw, path, 'npm run bench -- rounds');
