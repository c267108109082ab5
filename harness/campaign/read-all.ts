/** Several things that a user wrote, read so that all mistakes in them are told together. Left out: what they mean. */
import { InputError } from '../../model/kernel/faults.ts';

/** @throws {InputError} with the mistakes of all items, a line each, in their order */
export const readAll = <T, R>(
  items: readonly T[],
  read: (item: T, index: number) => readonly R[],
): readonly R[] => {
  const mistakes: string[] = [];
  const all = items.flatMap((item, index) => {
    try {
      return read(item, index);
    } catch (fault) {
      if (!(fault instanceof InputError)) throw fault;
      mistakes.push(fault.message);
      return [];
    }
  });
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  return all;
};
