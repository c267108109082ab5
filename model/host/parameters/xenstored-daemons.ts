/**
 * The xenstored daemons that Xen has shipped: what each costs beyond, or instead of, the calibrated one (xenstored.ts).
 *
 * Server times are as measured; a host multiplies them by its hardware factor. Every term is apart here: connections in
 * each pass, watches and rings at each change of a node, the stored nodes at each creation (xen-host B.3, B.4). Left out:
 * C 4.9 to 4.16 with its database in a file, which nobody measured; oxenstored's access log.
 */
import type { Parameter } from '../../kernel/parameter.ts';
import { fraction, micros, type Micros } from '../../kernel/units.ts';
import { cited, measuredOn, xenSource } from './sources.ts';
import type { xenstored } from './xenstored.ts';

/** A record of parameters under the same names, with values and sources of its own. */
export type Like<T> = {
  readonly [K in keyof T]: T[K] extends Parameter<infer V> ? Parameter<V> : never;
};

export type XenstoredRecords = Like<typeof xenstored>;

/** How transactions of xenstored conflict: by the one generation counter, by node, or never (replayed by the server). */
export type ConflictRule = 'generation' | 'node' | 'never';

export interface Daemon {
  readonly about: string;
  readonly conflicts: ConflictRule;
  /** Server time of a request without connections, on the measuring machine; undefined where it is calibrated. */
  readonly request: Parameter<Micros> | undefined;
  readonly records: Partial<XenstoredRecords>;
}

export type DaemonName =
  | 'calibrated'
  | 'c-file'
  | 'c-memory'
  | 'c-4.9'
  | 'c-4.17'
  | 'c-4.21'
  | 'oxenstored-4.6'
  | 'oxenstored';

const LAB = 'CPU time of the server on a shared KVM guest, 2 vCPU EPYC';
const DEBIAN = 'the daemon of Debian 12 (Xen 4.17.7), CPU time of the server on a shared KVM guest';

const measured = (value: number, low: number, high: number, how: string, on = LAB): Parameter<Micros> => ({
  value: micros(value),
  range: [micros(low), micros(high)],
  unit: 'µs',
  source: measuredOn(on, how),
});
const none = (place: string): Parameter<Micros> => ({
  value: micros(0),
  range: [micros(0), micros(0)],
  unit: 'µs',
  source: xenSource(place),
});

const looks: Partial<XenstoredRecords> = {
  deafWhileLooking: {
    value: fraction(1),
    range: [fraction(0), fraction(1)],
    unit: '1',
    source: xenSource('one thread: while it asks the hypervisor about every domain it answers nobody (B.1)'),
  },
  requestPerDomain: none('costs grow by connection, watch and stored node, each a parameter of its own'),
};

/** Terms that all C daemons up to 4.10 share. */
const oldC: Partial<XenstoredRecords> = {
  ...looks,
  perSocket: measured(0.3, 0.24, 0.35, 'C 4.6: slope over idle socket connections (xen-host B.3)'),
  perRing: measured(0.1, 0.05, 0.35, 'C 4.21 and 4.17 rings, 0.12 and 0.085; 4.6 walks the same list'),
  perRingChange: none('4.6 xenstored_watch.c: a ring without a matching watch costs nothing at a change'),
  perWatch: measured(0.03, 0.025, 0.036, 'C 4.6: slope over watches, 25 to 36 ns a change (xen-host B.3)'),
  event: measured(10, 8, 13, 'C: write until 1000 matching watches have their events, 9.9 ms', DEBIAN),
};

const noCopy: Partial<XenstoredRecords> = {
  transactionCopy: none('4.9 a transaction starts without a copy (commit f2bebf72c4)'),
  transactionCopyPerDomain: none('4.9 a transaction starts without a copy (commit f2bebf72c4)'),
};

const newC: Partial<XenstoredRecords> = {
  ...looks,
  ...noCopy,
  event: measured(10, 8, 13, 'write until 1000 matching watches have their events, 9.9 ms', DEBIAN),
};

const ocaml: Partial<XenstoredRecords> = {
  ...looks,
  transactionCopy: none('transaction.ml: a transaction starts with a copy of the root pointer'),
  transactionCopyPerDomain: none('transaction.ml: a transaction starts with a copy of the root pointer'),
  perSocket: measured(
    0.57,
    0.5,
    3.2,
    'read with 100 sockets against one; xen-host B.3 has 1.5 there and 3.2 at 1000',
    DEBIAN,
  ),
  perRing: none('rings are found by their event channel'),
  perRingChange: none('rings are found by their event channel'),
  perWatch: none('watches are a trie'),
  closePerWatch: measured(
    1.4,
    0.49,
    1.55,
    'oxenstored 4.17: closing a socket walks all watches, 7.0 ms at 5000 (connections.ml)',
  ),
  nodeCreation: measured(
    6,
    4,
    8,
    'oxenstored 4.17: create against write, flat in the number of guests (B.3)',
  ),
  nodeCreationPerDomain: none('flat up to 1000 guests'),
  treeRemoval: measured(28, 23, 34, 'oxenstored 4.17: rm of a guest tree of about 35 nodes (B.3)'),
  event: measured(11, 9, 13, 'write until 1000 matching watches have their events, 11 to 12 ms', DEBIAN),
};

export const daemons: Readonly<Record<DaemonName, Daemon>> = {
  calibrated: {
    about: 'C xenstored in memory, its growth with the guests calibrated as one slope',
    conflicts: 'generation',
    request: undefined,
    records: {},
  },
  'c-file': {
    about: 'C xenstored up to 4.8, database in a file on tmpfs, as it comes',
    conflicts: 'generation',
    request: measured(19, 19, 20, 'C 4.6 file: read (xen-host B.3)'),
    records: {
      ...oldC,
      nodeCreation: measured(110, 100, 130, 'C 4.6 file: create against write (xen-host B.4)'),
      nodeCreationPerDomain: measured(3, 2.5, 3.5, 'C 4.6 file: slope over 1 to 400 guests (xen-host B.4)'),
      transactionCopy: measured(80, 60, 100, 'C 4.6 file: transaction start and abort at one guest'),
      transactionCopyPerDomain: measured(7, 6, 8, 'C 4.6 file: slope over 1 to 400 guests (xen-host B.4)'),
      treeRemoval: measured(1150, 900, 1400, 'C 4.6 file: rm of a guest tree of about 35 nodes (B.3)'),
    },
  },
  'c-memory': {
    about: 'C xenstored up to 4.8, database in memory (--internal-db)',
    conflicts: 'generation',
    request: measured(13, 12, 15, 'C 4.6 internal: read (xen-host B.3)'),
    records: {
      ...oldC,
      nodeCreation: measured(2, 1, 4, 'C 4.6 internal: create against write (xen-host B.4)'),
      nodeCreationPerDomain: measured(0.08, 0.05, 0.1, 'C 4.6 internal: slope over 1 to 1000 guests (B.4)'),
    },
  },
  'c-4.9': {
    about: 'C xenstored 4.9 to 4.16, database in memory',
    conflicts: 'node',
    request: measured(13, 12, 16, 'C 4.10 internal: read (xen-host B.3)'),
    records: {
      ...oldC,
      ...noCopy,
      nodeCreation: measured(5, 2, 6, 'C 4.10 internal: create against write at one guest (B.3)'),
      nodeCreationPerDomain: measured(0.08, 0.05, 0.16, 'C 4.10 internal: 18 to 48 µs over 500 guests (B.3)'),
      treeRemoval: measured(58, 48, 68, 'C 4.10 internal: rm of a guest tree of about 35 nodes (B.3)'),
    },
  },
  'c-4.17': {
    about: 'C xenstored 4.17, database in memory as it comes',
    conflicts: 'node',
    request: measured(11, 10.5, 13, 'read, no domain introduced', DEBIAN),
    records: {
      ...newC,
      perSocket: measured(0.21, 0.15, 0.33, 'read, 0 to 100 domains with and without a socket each', DEBIAN),
      perRing: measured(0.085, 0.07, 0.15, 'read, 0 to 100 introduced domains', DEBIAN),
      perRingChange: measured(0.39, 0.3, 0.5, 'write beyond read, 0 to 100 introduced domains', DEBIAN),
      perWatch: measured(0.01, 0.003, 0.014, 'write beyond read, 0 to 1000 watches', DEBIAN),
      nodeCreation: measured(4.4, 3, 6, 'new leaf against write, no other domain stored', DEBIAN),
      nodeCreationPerDomain: measured(0.01, 0, 0.03, 'new leaf against write, 0 to 250 stored', DEBIAN),
      treeRemoval: measured(15, 10, 30, 'five removals of a domain with 57 nodes, 118 µs in all', DEBIAN),
    },
  },
  'c-4.21': {
    about: 'C xenstored from 4.18 on, nodes in a hash table in memory',
    conflicts: 'node',
    request: measured(13, 13, 15, 'C 4.21: read (xen-host B.3)'),
    records: {
      ...newC,
      perSocket: measured(0.33, 0.25, 0.4, 'C 4.21: slope over idle socket connections (xen-host B.3)'),
      perRing: measured(0.12, 0.08, 0.15, 'C 4.21: slope over rings (xen-host B.3)'),
      perRingChange: measured(0.4, 0.3, 0.5, 'C 4.21: a ring at each write, watch_permitted (xen-host B.3)'),
      perWatch: measured(0.011, 0.008, 0.015, 'C 4.21: slope over watches (xen-host B.3)'),
      nodeCreation: measured(3, 1, 5, 'C 4.21: create against write, flat in the guests (xen-host B.4)'),
      nodeCreationPerDomain: none('4.18 a resizable hash table of nodes'),
      treeRemoval: measured(85, 65, 112, 'C 4.21: rm of a guest tree of about 35 nodes (xen-host B.3)'),
    },
  },
  'oxenstored-4.6': {
    about: 'oxenstored up to 4.6, commits merge only below their lowest common path',
    // for a domain's creation that path is the root, so whatever anyone writes aborts it
    conflicts: 'generation',
    request: measured(18, 16, 24, 'oxenstored 4.17: read (xen-host B.3)'),
    records: ocaml,
  },
  oxenstored: {
    about: 'oxenstored from 4.7 on, which replays a transaction that met another',
    conflicts: 'never',
    request: measured(18, 16, 24, 'oxenstored 4.17: read (xen-host B.3)'),
    records: {
      ...ocaml,
      replayRequest: {
        value: micros(15),
        range: [micros(10), micros(25)],
        unit: 'µs',
        source: cited('Xen commit aef35b9877', 'a request done again at a commit (xen-host F.5, U4)'),
      },
    },
  },
};

export const daemonNames = Object.keys(daemons) as readonly DaemonName[];

/** The daemon's own records over those of the calibrated one, its time of a request on a host of that hardware. */
export const recordsOf = (name: DaemonName, base: XenstoredRecords): XenstoredRecords => {
  const { request, records } = daemons[name];
  const factor = base.hardware.value;
  const scaled = (span: Micros): Micros => (span * factor) as Micros;
  return {
    ...base,
    ...records,
    ...(request === undefined
      ? {}
      : {
          request: {
            ...request,
            value: scaled(request.value),
            range: [scaled(request.range[0]), scaled(request.range[1])],
          },
        }),
  };
};
