/** A document of ours held to its schema, with the first thing that is wrong. Left out: which schema. */
import { z } from 'zod';
import { InputError } from '../../model/kernel/faults.ts';

/** @throws {InputError} `path: rows[3].unit: …; make it again with …` */
export const checked = <S extends z.ZodType>(
  schema: S,
  raw: unknown,
  path: string,
  maker: string,
): z.output<S> => {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const { path: place, message } = read.error.issues[0]!;
  throw new InputError(
    `${path}: ${z.core.toDotPath(place) || 'the document'}: ${message}; make it again with ${maker}`,
  );
};
