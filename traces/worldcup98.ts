/**
 * The log of the 1998 World Cup site: records of 20 bytes, big endian, a request each.
 *
 * Time (s since 1970, UTC), client, object, size, each of 4 bytes, then method, status, type and server of one byte. Only
 * the time is used. A day has several files; a folder of them is one trace.
 * @source Internet Traffic Archive, WorldCup98, tools README; Arlitt & Jin, HPL-1999-35
 */
import { seconds } from '../model/kernel/units.ts';
import { Arrivals } from './arrivals.ts';
import { complaint, placeOf } from './complaint.ts';
import type { Source } from './lines.ts';
import type { Reader } from './reader.ts';
import { Dropped } from './recorded.ts';

const RECORD = 20;
/** 30 April to 26 July 1998 with a day on either side, s since 1970. */
const FIRST = 893_900_000;
const LAST = 901_500_000;
/** Records whose time detection looks at. */
const LOOKED_AT = 50;
const EXAMPLE = [893_964_000, 893_964_000, 893_964_001].map((at, client) => {
  const record = Buffer.alloc(RECORD);
  record.writeUInt32BE(at, 0);
  record.writeUInt32BE(client, 4);
  return record;
});

export const worldcup98: Reader = {
  name: 'worldcup98',
  about: 'WorldCup98 of the Internet Traffic Archive: 20-byte records, a request each, counted per second',
  kind: 'load',
  folder: 'parts and days: together',
  notes: {
    toldBy: 'records of 20 bytes that begin with seconds of May to July 1998, big endian',
    example: Buffer.concat(EXAMPLE),
    glitches: [
      'the files of days 1 to 4 are empty; requests begin on 30 April 1998',
      'a size that is no multiple of 20 bytes is a cut file: refused with the record',
    ],
    options: ['step', 'align'],
    source: 'Internet Traffic Archive, WorldCup98; Arlitt & Jin 1998',
    licence: 'the archive allows redistribution (from memory, not verified)',
  },
  detect: ({ bytes }) => {
    const whole = Math.min(Math.floor(bytes.length / RECORD), LOOKED_AT);
    return (
      whole > 0 &&
      Array.from({ length: whole }, (_, i) => bytes.readUInt32BE(i * RECORD)).every(
        (at) => at >= FIRST && at <= LAST,
      )
    );
  },
  read: async (source, options) => {
    const arrivals = new Arrivals(source, options);
    let rows = 0;
    let carried: Buffer = Buffer.alloc(0);
    for await (const chunk of source.bytes()) {
      const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
      const end = bytes.length - (bytes.length % RECORD);
      for (let from = 0; from < end; from += RECORD) {
        const at = bytes.readUInt32BE(from);
        rows += 1;
        if (at < FIRST || at > LAST) throw foreign(source, rows, `its time is ${at} s since 1970`);
        arrivals.add(seconds(at));
      }
      carried = bytes.subarray(end);
    }
    if (carried.length > 0) throw foreign(source, rows + 1, `it has ${carried.length} bytes`);
    return {
      ...arrivals.recorded(),
      rowsRead: rows,
      dropped: new Dropped(),
      epoch: 0,
      choices: { clock: 'UTC, seconds since 1970' },
      warnings: [],
    };
  },
};

const foreign = (source: Source, record: number, found: string) =>
  complaint(
    placeOf(source.path),
    `record ${record} is none: ${found}`,
    `a record has ${RECORD} bytes and begins with a time from ${FIRST} to ${LAST}`,
    'the file is cut or not of WorldCup98: fetch it again',
  );
