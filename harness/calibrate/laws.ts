/**
 * How a measured quantity grows with guests, watches, clients and memory: a few forms, each a sum of terms with a meaning.
 *
 * The forms are those of the model (xen-host A.2, B.2, B.4): requests that are counted, a cost per request that grows with
 * every connection, and a retry for each transaction that a commit aborts. So they say what lies beyond the largest host
 * that was measured, and a coefficient is a cost that a person could name. Left out: saturation of the processors, and
 * what caches do when the store outgrows them.
 */

/** What a measurement was taken at; a condition that is not there is 0, one client where nothing is said. */
export interface Conditions {
  /** Domains that are there, stored or introduced as the series says. */
  readonly guests?: number;
  readonly watches?: number;
  /** Clients that work at the same time. */
  readonly clients?: number;
  readonly mib?: number;
  readonly vcpus?: number;
  readonly vifs?: number;
  /** 1 where the guest has a kernel that the toolstack must decompress. */
  readonly kernel?: number;
  readonly nodes?: number;
}

export interface Term {
  readonly name: string;
  readonly of: (at: Conditions) => number;
}

interface Form {
  /** A part that nothing is fitted to. */
  readonly offset: (at: Conditions) => number;
  readonly terms: readonly Term[];
}

const nothing = (): number => 0;
const guestsOf = ({ guests = 0 }: Conditions): number => guests;
const othersOf = ({ clients = 1 }: Conditions): number => clients - 1;
/** The term that is there whatever the conditions. */
export const EMPTY = 'on an empty host';
const one: Term = { name: EMPTY, of: () => 1 };
const perMib: Term = { name: 'per MiB', of: ({ mib = 0 }) => mib };
const perGuest: Term = { name: 'per guest', of: guestsOf };

/** Requests of one bare guest with nothing attached, counted on Xen 4.17: read, not fitted. */
interface Requests {
  readonly base: number;
  readonly perGuest: number;
}
const counted = {
  /** 169 + N with one NUMA node, 171 + 2N with more: placement looks every guest up once again. */
  create: ({ nodes = 1 }: Conditions): Requests =>
    nodes > 1 ? { base: 171, perGuest: 2 } : { base: 169, perGuest: 1 },
  /** 47 + n, the guest that dies included. */
  destroy: (): Requests => ({ base: 47, perGuest: 1 }),
} as const;
/** Requests that a network interface adds to a creation, and 83 to a destruction. */
const VIF = { create: 131, destroy: 83 } as const;

const sent = (task: keyof typeof counted, at: Conditions): number => {
  const { base, perGuest: each } = counted[task](at);
  return base + each * guestsOf(at) + VIF[task] * (at.vifs ?? 0);
};
const requests = (task: keyof typeof counted): readonly Term[] => [
  { name: 'per request', of: (at) => sent(task, at) },
  { name: 'per request and guest', of: (at) => sent(task, at) * guestsOf(at) },
];
const sizes: readonly Term[] = [
  // 16 MiB and one vCPU is the guest of most runs
  { name: 'per MiB beyond 16', of: ({ mib = 16 }) => mib - 16 },
  { name: 'per vCPU beyond one', of: ({ vcpus = 1 }) => vcpus - 1 },
  { name: 'per network interface', of: ({ vifs = 0 }) => vifs },
  { name: 'for a Linux kernel', of: ({ kernel = 0 }) => kernel },
];
/** Growth of one read with each stored guest: 13.2 µs at 0, 15.1 at 250 (xenstored-latency.csv, C 4.17). */
const COOLING = 0.00058;
const perOther: Term = { name: 'per further client', of: othersOf };

const runOf = (task: keyof typeof counted): Form => ({
  offset: nothing,
  terms: [one, ...requests(task), ...sizes],
});

export const forms = {
  constant: { offset: nothing, terms: [one] },
  /** A request whose cost grows with every domain. */
  guests: { offset: nothing, terms: [one, perGuest] },
  /** In proportion to memory, and with a part that is not. */
  memory: { offset: nothing, terms: [perMib] },
  'memory and more': { offset: nothing, terms: [one, perMib] },
  watches: { offset: nothing, terms: [one, { name: 'per watch', of: ({ watches = 0 }) => watches }] },
  /** One read for each name, `guests` of them and dom0's. */
  scan: { offset: nothing, terms: [one, { name: 'per name', of: (at) => guestsOf(at) + 1 }] },
  /** The same on C xenstored, where a name is colder in hash chains and caches the more guests are stored. */
  'cooling scan': {
    offset: nothing,
    terms: [one, { name: 'per name', of: (at) => (guestsOf(at) + 1) * (1 + COOLING * guestsOf(at)) }],
  },
  'recorded create': { offset: nothing, terms: requests('create') },
  'recorded destroy': { offset: nothing, terms: requests('destroy') },
  create: runOf('create'),
  destroy: runOf('destroy'),
  /** A count that grows by so many with each guest and device. */
  count: {
    offset: nothing,
    terms: [one, perGuest, { name: 'per network interface', of: ({ vifs = 0 }) => vifs }],
  },
  /**
   * Attempts of a transaction: the first, and one more for each commit that hit it. A commit aborts a share of the other
   * clients' open transactions, so they grow by that share with each further client. Where all K begin together and never
   * pause, the one ahead starves the others until it has done all of its creations, then the next: K, K − 1, … 1 attempts at
   * a time, (K + 1) / 2 on average, and the share is a half.
   */
  attempts: { offset: () => 1, terms: [perOther] },
  /** The server's time for one creation among others, its failed attempts included. */
  crowd: { offset: nothing, terms: [one, perOther] },
  /** The same by recorded streams of requests, which grow with the guests. */
  'crowd of recordings': {
    offset: nothing,
    terms: [
      ...requests('create'),
      { name: 'per request and further client', of: (at) => sent('create', at) * othersOf(at) },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>;

export type FormName = keyof typeof forms;
export const formNames = Object.keys(forms) as readonly FormName[];

export const formOf = (name: FormName): Form => forms[name];

/** A form with coefficients: one term's cost each, from 0 up, in the order of the form. */
export interface Law {
  readonly form: FormName;
  readonly coefficients: readonly number[];
}

/** What a law says at some conditions, in the unit of its series. */
export const valueOf = ({ form, coefficients }: Law, at: Conditions): number => {
  const { offset, terms } = formOf(form);
  return terms.reduce((sum, term, i) => sum + coefficients[i]! * term.of(at), offset(at));
};
