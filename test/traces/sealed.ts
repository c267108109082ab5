/** A converted trace put together anew, with a checksum that fits: as a program with a fault would write it. */
import { SUM } from '../../traces/checksum.ts';

const MAGIC = 8;
const xxhash = await (await import('xxhash-wasm')).default();

/** Behind magic, checksum and the length of the header. */
export const HEADER_AT = MAGIC + SUM + 4;

/** @returns where the columns begin, as the file says */
export const columnsAt = (bytes: Buffer): number => HEADER_AT + bytes.readUInt32LE(HEADER_AT - 4);

/**
 * @param bytes   the file as it was: its first bytes stay
 * @param length  of the header, as the file is to say
 */
export const sealed = (bytes: Buffer, header: Buffer, columns: Buffer, length = header.length): Buffer => {
  const told = Buffer.alloc(4);
  told.writeUInt32LE(length);
  const rest = Buffer.concat([told, header, columns]);
  const sum = Buffer.alloc(SUM);
  sum.writeBigUInt64LE(xxhash.h64Raw(rest));
  return Buffer.concat([bytes.subarray(0, MAGIC), sum, rest]);
};

/** The header followed by blanks, as far as columns need it to be. */
export const padded = (header: Buffer): Buffer => {
  const aligned = Buffer.alloc(Math.ceil((HEADER_AT + header.length) / 8) * 8 - HEADER_AT, ' ');
  header.copy(aligned);
  return aligned;
};
