/**
 * The content of a file as stored: what is packed is unpacked, also twice (a gzip in a zip), and tables are recognised.
 *
 * Left out: opening the file, and text (lines).
 */
import { complaint, placeOf, shown } from './complaint.ts';
import { TEXT, type Limits } from './limits.ts';
import { isTable, packingOf, unpacked, withinLimits, type TableForm } from './packing.ts';
import { memberOf, type Member } from './zip.ts';

type Bytes = AsyncGenerator<Buffer, void, undefined>;

export interface Content {
  /** The first bytes, already taken from `chunks`. */
  readonly start: Buffer;
  readonly chunks: Bytes;
  /** How it is packed, outermost first. */
  readonly packings: readonly string[];
  readonly table: TableForm | undefined;
  /** The name in the zip. */
  readonly member: string | undefined;
  readonly close: () => Promise<void>;
}

export interface Stored {
  readonly path: string;
  readonly raw: Bytes;
  readonly limits: Limits;
  /** How many bytes of `raw` have passed. */
  readonly stored: () => number;
  readonly member: string | undefined;
}

/** Packings within one another. */
const DEPTH = 2;
/** Bytes that tell a packing. */
const TOLD_BY = 16;

/** @throws {InputError} when it is packed too often, damaged, or a zip of which it is not clear what is meant */
export const contentOf = async ({ path, raw, limits, stored, member }: Stored): Promise<Content> => {
  const where = placeOf(path);
  const opened: Bytes[] = [raw];
  const packings: string[] = [];
  let inZip: Member | undefined;
  const close = async (): Promise<void> => {
    // the innermost first: it holds on to those it reads from
    for (const chunks of opened.toReversed()) await chunks.return();
    inZip?.close();
  };
  try {
    for (;;) {
      const chunks = opened.at(-1)!;
      const start = await atLeast(chunks, TOLD_BY);
      const packing = packingOf(start);
      if (packing === undefined || isTable(packing)) {
        if (member !== undefined && inZip === undefined) throw noZip(where, member);
        const table = packing;
        return { start, chunks, packings, table, member: inZip?.name, close };
      }
      if (packings.length === DEPTH) throw tooDeep(where, packings);
      const within: () => number = inZip === undefined ? stored : () => inZip!.stored;
      if (packing === 'zip') {
        if (packings.length > 0) throw zipWithin(where, packings);
        // a zip is read from its end, so the file is opened again; this pass is for its hash
        while ((await raw.next()).done !== true);
        inZip = await memberOf(path, where, member);
        opened.push(withinLimits(inZip.chunks(), packing, where, limits, () => inZip!.stored));
      } else {
        opened.push(unpacked(packing, continued(start, chunks), where, limits, within));
      }
      packings.push(packing);
    }
  } catch (fault) {
    await close();
    throw fault;
  }
};

/** Takes chunks until there are `size` bytes or no more. */
export const atLeast = async (chunks: Bytes, size: number): Promise<Buffer> => {
  const taken: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await chunks.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(taken);
};

export async function* continued(first: Buffer, rest: Bytes): Bytes {
  yield first;
  yield* rest;
}

const AT_FIRST = 64 * 1024;

/** All chunks behind each other, where their end is not known before; each is shown on its way. */
export const gathered = async (
  chunks: AsyncIterable<Buffer>,
  passing: (chunk: Buffer) => void,
): Promise<Buffer> => {
  let content = Buffer.from(new ArrayBuffer(AT_FIRST));
  let size = 0;
  for await (const chunk of chunks) {
    passing(chunk);
    if (size + chunk.length > content.length) {
      const longer = Buffer.from(new ArrayBuffer(2 * (size + chunk.length)));
      content.copy(longer);
      content = longer;
    }
    size += chunk.copy(content, size);
  }
  return content.subarray(0, size);
};

const noZip = (where: string, member: string) =>
  complaint(where, 'is no zip', `the member ${shown(member)} is one of a zip`, 'leave --read member out');

const tooDeep = (where: string, packings: readonly string[]) =>
  complaint(where, `is packed again within ${packings.join(' and ')}`, TEXT, 'unpack it first');

const zipWithin = (where: string, packings: readonly string[]) =>
  complaint(where, `is a zip within ${packings.join(' and ')}`, TEXT, 'unpack the outer one first');
