/**
 * Why a file cannot be read as a trace: it is not there, empty, no text, or without line ends; each with what to do.
 *
 * Left out: what its lines say.
 */
import { complaint, placeOf } from './complaint.ts';
import { codeOf, TEXT } from './limits.ts';

export const empty = (where: string) =>
  complaint(where, 'is empty', TEXT, 'fetch it again or give another file');

export const binary = (where: string, at: number) =>
  complaint(
    where,
    `holds a NUL byte at byte ${at}, so it is binary`,
    TEXT,
    'convert it to text or give another file',
  );

export const longLine = (where: string, at: number, limit: number) =>
  complaint(
    where,
    `a line that begins at byte ${at} has more than ${limit} bytes`,
    'a line of this format is shorter',
    'give a file with line ends',
  );

export const unopened = (path: string, fault: unknown): unknown => {
  const where = placeOf(path);
  switch (codeOf(fault)) {
    case 'EISDIR':
      return complaint(where, 'is a directory', TEXT, 'give one file in it');
    case 'ENOENT':
    case 'ENOTDIR':
      return complaint(where, 'does not exist', TEXT, 'check the path');
    case 'EACCES':
    case 'EPERM':
      return complaint(where, 'may not be read', TEXT, `allow it: chmod +r FILE`);
    case '':
      return fault;
    default:
      return complaint(
        where,
        `cannot be read (${codeOf(fault)})`,
        TEXT,
        'copy it to a local disk and try again',
      );
  }
};
