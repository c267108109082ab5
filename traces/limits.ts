/**
 * Guards against files that are no traces: how long a line, how much a file may inflate, how many rows are kept.
 *
 * Each stops a fault early and within bounded memory, and each can be raised.
 */
export interface Limits {
  /** Longest line of a CSV, bytes. The widest public format (1,440 minute columns) needs 20 KiB. */
  readonly line: number;
  /** Longest line of a per-second list, bytes: the format is one line; ten months of seconds. */
  readonly list: number;
  /** Most inflated bytes per stored byte of gzip and the like, beyond `inflationSlack`. Real traces reach about 50, a bomb 1,000. */
  readonly inflation: number;
  /** Inflated bytes that are always allowed. */
  readonly inflationSlack: number;
  /** Stored bytes from which a CSV is read by columns; below, the row by row way is as fast. Measured: 6 to 10 MB. */
  readonly columnar: number;
  /** Most rows (or steps) that are kept; 50 million take between one and two GiB. */
  readonly rows: number;
}

export const MIB = 1024 * 1024;

export const defaultLimits: Limits = {
  line: MIB,
  list: 64 * MIB,
  inflation: 200,
  inflationSlack: 64 * MIB,
  columnar: 8 * MIB,
  rows: 50_000_000,
};

export const TEXT = 'a trace is text, plain or packed by gzip, bzip2, zstd, xz or zip';

/** The code of a fault of the system or of zlib, empty for others: an interrupt has a number. */
export const codeOf = (fault: unknown): string =>
  typeof fault === 'object' && fault !== null && 'code' in fault && typeof fault.code === 'string'
    ? fault.code
    : '';
