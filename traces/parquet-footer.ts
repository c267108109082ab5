/**
 * The footer of a Parquet file, looked at before a library reads it: are its lists no longer than the footer itself?
 *
 * A list in it says its own length, and DuckDB makes room for it before it reads one entry: a file of a kilobyte can ask for
 * gibibytes, outside of what DuckDB was told to hold. Here the footer is passed over without being kept, whatever its fields
 * mean. Left out: pages, for which DuckDB keeps to its limit, and encrypted footers, which nothing here reads.
 * @source Apache Thrift, compact protocol; apache/parquet-format, README ("File format")
 */
import { MIB } from './limits.ts';
import { tailOf } from './stored.ts';

/** `PAR1`, behind the length of the footer. */
const MAGIC = Buffer.from('PAR1');
const TAIL = 4 + MAGIC.length;

/** Of a footer of thousands of row groups; a larger one is none that was meant. */
const FOOTER_MOST = 64 * MIB;
/** Most entries of all its lists: DuckDB holds up to 700 bytes for each. */
const ENTRIES_MOST = 500_000;
/** Structs within one another; the format has six. */
const DEPTH_MOST = 32;

/** Whether a file ends with a footer that can be what it says. */
export const isFooterSound = async (path: string): Promise<boolean> => {
  const tail = await tailOf(path, TAIL);
  if (tail.length < TAIL || !tail.subarray(4).equals(MAGIC)) return false;
  const length = tail.readUInt32LE();
  if (length > FOOTER_MOST) return false;
  // the magic before all else is none of it
  const whole = MAGIC.length + length + TAIL;
  const read = await tailOf(path, whole);
  return read.length === whole && new Footer(read.subarray(MAGIC.length, MAGIC.length + length)).isSound();
};

/** Types of the compact protocol, by their number. */
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const MAP = 11;
const STRUCT = 12;

class Unsound extends Error {}

class Footer {
  private at = 0;
  private entries = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  isSound(): boolean {
    try {
      this.struct(0);
      return true;
    } catch (fault) {
      if (fault instanceof Unsound) return false;
      throw fault;
    }
  }

  private struct(depth: number): void {
    if (depth > DEPTH_MOST) throw new Unsound();
    for (let header = this.byte(); header !== 0; header = this.byte()) {
      // a field's number is told from the one before, or follows
      if (header >>> 4 === 0) this.varint();
      const type = header & 0xf;
      // the value of a truth is its type
      if (type !== TRUE && type !== FALSE) this.value(type, depth);
    }
  }

  private value(type: number, depth: number): void {
    switch (type) {
      case TRUE:
      case FALSE:
      case BYTE:
        this.skip(1);
        break;
      case DOUBLE:
        this.skip(8);
        break;
      case BINARY:
        this.skip(this.varint());
        break;
      case LIST:
      case SET: {
        const header = this.byte();
        this.values(header >>> 4 === 0xf ? this.varint() : header >>> 4, [header & 0xf], depth);
        break;
      }
      case MAP: {
        const size = this.varint();
        if (size > 0) {
          const types = this.byte();
          this.values(size, [types >>> 4, types & 0xf], depth);
        }
        break;
      }
      case STRUCT:
        this.struct(depth + 1);
        break;
      default:
        // whole numbers of 16, 32 and 64 bits are written alike
        if (type < BYTE || type > I64) throw new Unsound();
        this.varint();
    }
  }

  /** Each entry has one byte at least. */
  private values(size: number, types: readonly number[], depth: number): void {
    this.entries += size;
    if (size > this.bytes.length - this.at || this.entries > ENTRIES_MOST) throw new Unsound();
    for (let left = size; left > 0; left -= 1) for (const type of types) this.value(type, depth + 1);
  }

  private byte(): number {
    this.skip(1);
    return this.bytes[this.at - 1]!;
  }

  /** A length, as far as it matters: what does not fit into 32 bits is longer than any footer. */
  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Unsound();
  }

  private skip(size: number): void {
    if (size > this.bytes.length - this.at) throw new Unsound();
    this.at += size;
  }
}
