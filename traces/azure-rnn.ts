/**
 * Azure V1 arrivals as Huawei Cloud binned them (trace_generation_rnn): what was created per 300 s, and for how long.
 *
 * `v1.dev.txt` holds the sizes, as letters of `flav_map.txt`; `v1.dev.c2100000.txt`, beside it, the lifetimes token by
 * token, as bins of `v1.interval_map.txt`. `U3` ended after a lifetime of bin 3, `C3` was still there at the border, whose
 * second is in the name of the file. The exact lifetime inside a bin is lost: the lowest is taken, or the middle.
 * @source huaweicloud/trace_generation_rnn, INPUT.md
 */
import { gib, mib, seconds } from '../model/kernel/units.ts';
import { complaint, placeOf, shown } from './complaint.ts';
import { headOf } from './detect.ts';
import { besides } from './directory.ts';
import { LifecycleRows } from './domains.ts';
import { linesOf, openTrace, plainName, type Line, type Source } from './lines.ts';
import type { Head, Reader, ReadOptions } from './reader.ts';
import { Dropped } from './recorded.ts';
import { MEMORY_MOST_MIB, VCPUS_MOST } from './sizes.ts';

const BIN = seconds(300);

export const azureRnn: Reader = {
  name: 'azure-rnn',
  about: 'Azure V1 arrivals per 300 s with lifetime bins (v1.dev.txt beside its companions)',
  kind: 'lifecycle',
  notes: {
    toldBy: 'seconds, a blank, then letters and `|` between commas',
    example: '600 a,|,d,a,|,\n900 \n1200 a,|,\n',
    glitches: [
      'tokens `C…` outlive the split: censored',
      'lifetime bin 0 is a zero lifetime; inside a bin the lowest lifetime is taken, or the middle',
      'domains from before the split are absent: the host starts empty',
    ],
    options: ['lifetimes'],
    source: 'huaweicloud/trace_generation_rnn, INPUT.md',
    licence: 'CC BY 4.0 (data), MIT (repository)',
  },
  detect: (head) => MAIN.test(head.first) || companionOf(head) !== undefined,
  read: async (source, options) => {
    const companions = await companionsOf(source);
    const sizes = await sizesIn(companions.flavours, source);
    const lifetimes = await lifetimesIn(companions.intervals, source, options.lifetimes ?? 'lowest');
    const rows = new LifecycleRows(source, options);
    let read = 0;
    let batch = 0;
    let start: number | undefined;

    const durations = await openTrace(companions.durations, source.limits);
    const durationLines = linesOf(durations);
    try {
      for await (const line of linesOf(source)) {
        const { at, tokens } = parsed(source.path, line, SIZE_TOKENS);
        const beside = await durationLines.next();
        if (beside.done === true)
          throw unequal(source, line, `${placeOf(durations.path)} ends before this line`);
        const ends = parsed(durations.path, beside.value, LIFETIME_TOKENS);
        if (ends.at !== at || ends.tokens.length !== tokens.length) {
          const other = placeOf(durations.path, beside.value.number);
          throw unequal(source, line, `${other} has another time or another number of tokens`);
        }
        start ??= at;
        for (const [i, token] of tokens.entries()) {
          const end = ends.tokens[i]!;
          if (token === '|' && end === '|') {
            batch += 1;
            continue;
          }
          read += 1;
          const size = sizes.get(token);
          const life = lifetimes.get(end.slice(1));
          if (size === undefined) throw unknownToken(source.path, line, token, 'flav_map.txt');
          if (life === undefined)
            throw unknownToken(durations.path, beside.value, end, 'v1.interval_map.txt');
          const outlives = end.startsWith('C');
          rows.push({
            created: at,
            deleted: outlives ? undefined : Math.min(at + life, companions.border),
            ...size,
            group: rows.grouped ? `batch ${batch}` : undefined,
          });
        }
      }
      const over = await durationLines.next();
      if (over.done !== true) throw longer(source, placeOf(durations.path, over.value.number));
    } finally {
      await durationLines.return();
      await durations.close();
    }
    const border = `${companions.border / seconds(1)} s`;
    return {
      kind: 'lifecycle',
      rows,
      rowsRead: read,
      dropped: new Dropped(),
      start: start ?? 0,
      end: companions.border,
      bin: BIN,
      choices: {
        lifetimes: `${options.lifetimes ?? 'lowest'} of the lifetime bin; still there at ${border}: censored end`,
        durations: `${plainName(durations.path)}, sha256 ${durations.facts().sha256}`,
        sizes: 'GB read as GiB',
        group: 'batch of one tenant',
      },
      warnings: ['domains from before the split are not in the file: the replay starts with an empty host'],
    };
  },
};

const MAIN = /^\d+ (?:(?:[a-z]|\|),)*[a-z|],?$/;
const LIFETIMES = /^\d+ (?:(?:[UC]\d+|\|),)*(?:[UC]\d+|\|),?$/;
const FLAVOUR = /^\d+,\d+(?:\.\d+)? [a-z]$/;
const INTERVAL = /^\d+ \d+$/;

const SIZE_TOKENS = {
  token: /^(?:[a-z]|\|)$/,
  accepted: 'a line is seconds, a blank, then letters and | between commas, | last',
};
const LIFETIME_TOKENS = {
  token: /^(?:[UC]\d+|\|)$/,
  accepted: 'a line is seconds, a blank, then U or C with a bin and | between commas, | last',
};

interface Companions {
  readonly durations: string;
  readonly flavours: string;
  readonly intervals: string;
  /** The second at which the split ends, µs. */
  readonly border: number;
}

/** Finds the three files that belong to a main file; their names follow from its own. */
const companionsOf = async (source: Source): Promise<Companions> => {
  const own = source.name;
  const stem = own.replace(/\.txt$/, '');
  const { names, pathOf } = await besides(source.path);
  const plain = new Map(names.map((name) => [plainName(name), name]));
  const intervals = `${stem.split('.')[0]}.interval_map.txt`;
  const durations = [...plain.keys()].filter(
    (name) => name.startsWith(`${stem}.c`) && /\.c\d+\.txt$/.test(name),
  );
  const claimed = companionOf(headOf(source));
  if (claimed !== undefined) {
    throw complaint(
      placeOf(source.path),
      `this is ${claimed} of an azure-rnn trace, a file that belongs to it`,
      'the trace is the file with the letters',
      'give v1.dev.txt (or v1.train.txt, v1.test.txt) and leave this one beside it',
    );
  }
  const missing = [
    ...(durations.length === 0 ? [`${stem}.c<second>.txt`] : []),
    ...['flav_map.txt', intervals].filter((name) => !plain.has(name)),
  ];
  if (missing.length > 0) {
    throw complaint(
      placeOf(source.path),
      `the files that belong to it are not beside it: ${missing.join(', ')}`,
      'an azure-rnn trace is four files in one folder, each plain or gzip',
      'fetch them from huaweicloud/trace_generation_rnn, resources/traces and resources/maps',
    );
  }
  if (durations.length > 1) {
    throw complaint(
      placeOf(source.path),
      `several files of lifetimes are beside it: ${durations.join(', ')}`,
      'one belongs to a trace',
      'move the others elsewhere',
    );
  }
  const file = (name: string): string => pathOf(plain.get(name)!);
  return {
    durations: file(durations[0]!),
    flavours: file('flav_map.txt'),
    intervals: file(intervals),
    border: seconds(Number(/\.c(\d+)\.txt$/.exec(durations[0]!)![1])),
  };
};

const companionOf = ({ first, more }: Head): string | undefined => {
  if (LIFETIMES.test(first) && /[UC]/.test(first)) return 'the lifetimes';
  if (FLAVOUR.test(first)) return 'the sizes';
  if (more && INTERVAL.test(first)) return 'a map';
  return undefined;
};

/** A line's time and tokens; the last batch of a line is closed, so a line that is cut is told by its end. */
const parsed = (path: string, line: Line, { token, accepted }: typeof SIZE_TOKENS) => {
  const [at, list = '', ...others] = line.text.trim().split(' ');
  const tokens = list === '' ? [] : list.replace(/,$/, '').split(',');
  const closed = tokens.length === 0 || tokens.at(-1) === '|';
  if (!/^\d{1,9}$/.test(at!) || others.length > 0 || !closed || !tokens.every((text) => token.test(text))) {
    const odd = tokens.find((text) => !token.test(text)) ?? (closed ? line.text : tokens.at(-1)!);
    const remedy = line.ended
      ? 'fetch the file again'
      : 'the line has no end, so the file looks cut: fetch it again';
    throw complaint(placeOf(path, line.number), `the line holds ${shown(odd)}`, accepted, remedy);
  }
  return { at: seconds(Number(at)), tokens };
};

const sizesIn = async (path: string, { limits }: Source) => {
  const sizes = new Map<string, { readonly vcpus: number; readonly memoryMib: number }>();
  const source = await openTrace(path, limits);
  for await (const line of linesOf(source)) {
    const parts = /^(\d+),(\d+(?:\.\d+)?) ([a-z])\s*$/.exec(line.text);
    if (parts === null) throw unmapped(path, line, 'a line is cores,GB and a letter');
    const vcpus = Number(parts[1]);
    const memoryMib = Math.ceil(gib(Number(parts[2])) / mib(1));
    if (!(vcpus >= 1 && vcpus <= VCPUS_MOST && memoryMib >= 1 && memoryMib <= MEMORY_MOST_MIB))
      throw unmapped(path, line, `cores are 1 to ${VCPUS_MOST}, and memory is above 0`);
    sizes.set(parts[3]!, { vcpus, memoryMib });
  }
  return sizes;
};

/** Lifetime of each bin, µs. The map has a line per possible lifetime, rising. */
const lifetimesIn = async (path: string, { limits }: Source, rule: NonNullable<ReadOptions['lifetimes']>) => {
  const bins = new Map<string, { lowest: number; highest: number }>();
  const source = await openTrace(path, limits);
  for await (const line of linesOf(source)) {
    const parts = /^(\d+) (\d+)\s*$/.exec(line.text);
    if (parts === null) throw unmapped(path, line, 'a line is seconds and a bin');
    const lifetime = seconds(Number(parts[1]));
    const known = bins.get(parts[2]!);
    if (known === undefined) bins.set(parts[2]!, { lowest: lifetime, highest: lifetime });
    else known.highest = lifetime;
  }
  const chosen = [...bins].map(([bin, { lowest, highest }]): [string, number] => [
    bin,
    rule === 'lowest' ? lowest : Math.round((lowest + highest) / 2),
  ]);
  return new Map(chosen);
};

const unmapped = (path: string, line: Line, accepted: string) =>
  complaint(
    placeOf(path, line.number),
    `the line holds ${shown(line.text)}`,
    accepted,
    'fetch the file again',
  );

const unequal = (source: Source, line: Line, found: string) =>
  complaint(
    placeOf(source.path, line.number),
    found,
    'both files have the same lines, token by token',
    'one of them looks cut: fetch both again',
  );

const longer = (source: Source, place: string) =>
  complaint(
    placeOf(source.path),
    `the file ends and ${place} goes on`,
    'both files have the same lines, token by token',
    'the file looks cut: fetch both again',
  );

const unknownToken = (path: string, line: Line, token: string, map: string) =>
  complaint(
    placeOf(path, line.number),
    `a token is ${shown(token)}`,
    `tokens are those of ${map}`,
    'fetch the files again, all from one version',
  );
