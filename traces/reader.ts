/**
 * What a reader of one public format is, and what it hands on: the rows as recorded, before order, placement and gaps.
 *
 * A reader knows its format and nothing else; what all formats have in common (sorting, bins, cuts, the report) is done
 * once, in lifecycle, load and ingest. Left out: which readers there are (catalog).
 */
import type { Bytes } from '../model/kernel/units.ts';
import type { LoadQuantity } from '../model/workload.ts';
import type { RecordedLifecycle } from './lifecycle.ts';
import type { Source } from './lines.ts';
import type { RecordedLoad } from './load.ts';
import type { Machine } from './machine.ts';
import type { TableForm } from './packing.ts';

export interface Reader {
  /** What `--format` takes. */
  readonly name: string;
  /** One line for lists and docs. */
  readonly about: string;
  readonly kind: 'lifecycle' | 'load';
  /** What it is read from; without it a stream: lines of text, or bytes of a layout of its own. */
  readonly form?: TableForm;
  /** What a folder of such files is; without it only a single file is a trace. */
  readonly folder?: string;
  /** What docs/traces.md says of it beside `about`. */
  readonly notes: FormatNotes;
  /** Is it this format, by its content? Companion files that are no trace by themselves are claimed too, and refused. */
  readonly detect: (head: Head) => boolean;
  /** @throws {InputError} with file and line at the first row that cannot be read */
  readonly read: (source: Source, options: ReadOptions) => Promise<Recorded>;
}

/** A format in words, for docs and messages. */
export interface FormatNotes {
  /** What in the content tells it, as a phrase: "header `timestamp,value`". */
  readonly toldBy: string;
  /** A small file of the format, made up: shown in the docs, compared with what no reader knows, and read by tests. */
  readonly example?: string | Buffer;
  /** What real files do that a naive reader stumbles over, and what is done about it. */
  readonly glitches: readonly string[];
  /** Choices of parsing that this format has; others are refused. */
  readonly options?: readonly (keyof typeof OF_PARSING)[];
  /** Who published it and where the layout is described. */
  readonly source: string;
  readonly licence: string;
}

/** What a reader may look at. */
export interface Head {
  /** First line that is neither blank nor begins with `#`, without blanks around it and quotes around its fields; shortened to 64 KiB. */
  readonly first: string;
  /** The fields of that line between commas, trimmed; of a file of tables its columns (Parquet) or tables (SQLite). */
  readonly fields: readonly string[];
  /** Anything but blanks comes after that line in the head, or the content is longer than the head and the line ended. */
  readonly more: boolean;
  /** Every line of the head without its line end; the last one may be cut. */
  readonly lines: readonly string[];
  /** The head as it is, unpacked: for formats that are no text. */
  readonly bytes: Buffer;
}

/** The choices that readers themselves make; every one is written into the report. */
export interface ReadOptions {
  /** azure-rnn: which lifetime inside a lifetime bin; default `lowest`. */
  readonly lifetimes?: 'lowest' | 'middle';
  /** nab, huawei-faas: what the values are, where the file does not say it; `percent` is a utilisation times 100. */
  readonly quantity?: LoadQuantity | 'percent';
  /** Logs of requests: what they are counted in, s, default 1; limbo: how long a step lasts. */
  readonly step?: number;
  /** Logs of requests: steps begin with the first request in the file (default), or lie on the calendar. */
  readonly align?: 'first' | 'calendar';
  /** azure-vmtable: what the open top buckets `>24` cores and `>64` GB of the 2019 trace stand for. */
  readonly topCores?: number;
  readonly topGib?: number;
  /** Sizes that are shares of a machine: of which one; defaults by format, in machine. */
  readonly machine?: Machine;
  /** azure-packing: which kind of machine the sizes of types are taken from, by its number; default the lowest. */
  readonly machineKind?: number;
  /** Traces that know both: a domain is created when it was asked for, or when it was scheduled; defaults by format. */
  readonly createdAt?: 'request' | 'schedule';
  /** swf, gwf: memory of a job that has none in the log, per processor; default 2 GiB. */
  readonly memoryPerCore?: Bytes;
  /** Share of the groups that is kept, above 0 and at most 1: a group's domains stay together. */
  readonly sample?: number;
  /** In converting: the groups of domains are kept beside them. */
  readonly keepGroups?: boolean;
}

/** Choices that take effect when the rows of some formats are parsed, as they are typed. */
export const OF_PARSING = {
  align: 'align',
  createdAt: 'created',
  lifetimes: 'lifetimes',
  machine: 'machine',
  machineKind: 'machine-kind',
  memoryPerCore: 'memory-per-core',
  quantity: 'quantity',
  step: 'step',
  topCores: 'top-cores',
  topGib: 'top-gib',
} as const satisfies Partial<Record<keyof ReadOptions, string>>;

export type Recorded = RecordedLifecycle | RecordedLoad;
