/**
 * The variants of the host that a replay compares: stock Xen, the three fixes in all combinations, what later releases and
 * other toolstacks did, and no latency.
 *
 * A variant is data: what it changes of its host's design and values stands in its record, and no code asks for a variant
 * by name. Changes that answer the same question differently are refused together, and so is one that its host has
 * already. Left out: what a change costs, which the parameters say.
 */
import { InputError } from '../kernel/faults.ts';
import type { Law } from '../kernel/law.ts';
import { count, micros, type Count, type Micros } from '../kernel/units.ts';
import type { Design } from './design.ts';
import { adjusted, withDaemon, type HostChanges, type HostValues, type Profile } from './profile.ts';

/** The paper's fixes. */
export type Fix = 'parallel-boot' | 'xenstore-cache' | 'local-scrub';

interface Change {
  readonly about: string;
  readonly design: Partial<Design>;
  /** Values that follow from the change, given those of the host. */
  readonly values?: (host: HostValues) => HostChanges;
}

/** Latencies that are given, not modelled. */
export interface GivenLatency {
  /** Mean time from the request until a domain serves, and its law. */
  readonly setup: Micros;
  readonly law: Law;
  /** Time from giving a domain up until it is gone. */
  readonly destroy: Micros;
}

export interface Variant {
  readonly name: string;
  /** Names of the changes that it makes, fixes first. */
  readonly fixes: readonly string[];
  /** Whether creation and destruction take any time. */
  readonly latency: boolean;
  /** In place of the modelled host. */
  readonly given?: GivenLatency;
}

const paperFixes: Readonly<Record<Fix, Change>> = {
  'parallel-boot': {
    about: 'three short mutexes (ballooning, name, placement and claim) in place of the xl lock',
    design: { locking: 'fine-grained' },
  },
  'xenstore-cache': {
    about: 'names and paths from a cache that create, rename and destroy invalidate',
    design: { names: 'cached' },
  },
  'local-scrub': {
    about: "each node's pages scrubbed by that node's own processors, while the destruction waits",
    design: { scrub: 'own node' },
  },
};

/** A toolstack that does without names, placement, hotplug scripts and a daemon per domain. */
const lean: Change = {
  about: 'a lean toolstack: no name scan, no placement, a daemon instead of hotplug scripts',
  design: { toolstack: 'lean', locking: 'none' },
  values: ({ designs: own }) => ({
    toolstack: {
      parse: own.leanParse,
      makeRequests: own.leanMakeRequests,
      makeRequestsPerDomain: count(0),
      makeChanges: count(own.leanMakeRequests - 2),
      makeCreations: count(own.leanMakeRequests / 2),
      preBuildRequests: count(0),
      postBuildRequests: count(6),
      postBuildChanges: count(4),
      saveConfig: micros(0),
      daemonise: micros(0),
      daemonRequests: count(0),
      daemonWake: micros(0),
      destroyRequests: count(5),
      destroyRequestsPerDevice: own.leanDeviceRequests,
      destroyConsoleRequests: count(2),
    },
    devices: {
      diskTransaction: count(own.leanDeviceRequests - 5),
      diskChanges: count(own.leanDeviceRequests - 7),
      diskRequests: count(5),
      nicTransaction: count(own.leanDeviceRequests - 5),
      nicChanges: count(own.leanDeviceRequests - 7),
      nicRequests: count(5),
      consoleRequests: count(4),
      consoleChanges: count(4),
      ...scriptsOf(own.leanScript),
      diskConnections: count(0),
      nicConnections: count(0),
      diskXenwatch: own.leanXenwatch,
      nicXenwatch: own.leanXenwatch,
      removalXenwatch: own.leanXenwatch,
    },
    xenstored: { socketsPerDomain: count(0) },
  }),
};

const scriptsOf = (span: Micros): HostChanges['devices'] => ({
  diskScript: span,
  nicScript: span,
  nicScriptLocked: micros(0),
  removalScript: span,
});

const others: Readonly<Record<string, Change>> = {
  'naive-boot': {
    about: 'no xl lock and nothing in its place: races of names and placement are counted',
    design: { locking: 'none' },
  },
  ballooning: {
    about: 'autoballoon on: dom0 gives up memory for each creation, in rounds of 2 s',
    design: { autoballoon: true },
  },
  'idle-scrub': {
    about: 'scrubbing in idle time, one processor a node, as from Xen 4.10',
    design: { scrub: 'idle CPUs' },
  },
  'no-xl-lock': {
    about: 'the xl lock only while autoballoon is on, as from Xen 4.14',
    design: { locking: 'xl lock if ballooning' },
  },
  'kill-unlocked': {
    about: 'pages freed without the domctl lock, as from Xen 4.11 to 4.16',
    design: { freeing: 'heap lock' },
  },
  'xenstored-4.21': {
    about: 'C xenstored of 4.21 and one look-up a domain as from 4.16',
    design: { daemon: 'c-4.21' },
    values: ({ toolstack }) => ({
      toolstack: { makeRequestsPerDomain: Math.min(1, toolstack.makeRequestsPerDomain) as Count },
    }),
  },
  oxenstored: {
    about: 'oxenstored from 4.7 on, which replays conflicting transactions',
    design: { daemon: 'oxenstored' },
  },
  'lean-toolstack': lean,
  'split-toolstack': {
    ...lean,
    about: 'the lean toolstack with a pool of shells, built in the background',
    design: { ...lean.design, shells: 'ahead' },
  },
  noxs: {
    ...lean,
    about: 'the lean toolstack with devices over shared pages instead of xenstored',
    design: { ...lean.design, registry: 'shared pages' },
  },
};

const changes: Readonly<Record<string, Change>> = { ...paperFixes, ...others };
const changeNames = Object.keys(changes);

export const fixes = Object.keys(paperFixes) as readonly Fix[];

/** Every change that a variant can be made of, with what it does: the fixes first. */
export const catalog: readonly { readonly name: string; readonly about: string }[] = Object.entries(
  changes,
).map(([name, { about }]) => ({ name, about }));

const nameOf = (chosen: readonly string[]): string =>
  chosen.length === 0
    ? 'stock'
    : chosen.length === fixes.length && fixes.every((fix) => chosen.includes(fix))
      ? 'all'
      : chosen.join('+');

const variantWith = (chosen: readonly string[]): Variant => ({
  name: nameOf(chosen),
  fixes: chosen,
  latency: true,
});

/** All 8 combinations of the paper's fixes, from none to all, fewer fixes first. */
export const combinations: readonly Variant[] = Array.from({ length: 1 << fixes.length }, (_, mask) =>
  fixes.filter((_fix, bit) => (mask & (1 << bit)) !== 0),
)
  .toSorted((a, b) => a.length - b.length)
  .map(variantWith);

/** The zero-latency twin that every replay runs beside the others. */
export const ideal: Variant = { name: 'ideal', fixes: [], latency: false };

/** No host, and latencies as given: what a constant would have told. */
export const withLatency = (name: string, given: GivenLatency): Variant => ({
  name,
  fixes: [],
  latency: true,
  given,
});

/**
 * The variants a list names: `stock`, `all`, a change, or changes joined by `+`, separated by commas.
 *
 * @throws {InputError} for an unknown change
 */
export const variantsNamed = (list: string): readonly Variant[] =>
  list.split(',').map((entry) => {
    const name = entry.trim();
    if (name === 'stock') return variantWith([]);
    if (name === 'all') return variantWith(fixes);
    const parts = name.split('+').map((part) => part.trim());
    const unknown = parts.find((part) => !changeNames.includes(part));
    if (unknown !== undefined) {
      throw new InputError(
        `--fixes: found "${unknown}"; accepted are stock, all, ${changeNames.join(', ')} and several of them joined by +, and latency=12s in place of a host; ` +
          `separate variants by commas, as in --fixes stock,parallel-boot+local-scrub,all`,
      );
    }
    return variantWith(changeNames.filter((change) => parts.includes(change)));
  });

/** A host as a variant makes it: its design, its values and its xenstored. */
export interface Built {
  readonly design: Design;
  readonly profile: Profile;
}

/**
 * Applies a variant to a host.
 *
 * @throws {InputError} when two changes answer one question differently, or the host has a change already
 */
export const builtFrom = (profile: Profile, variant: Variant): Built => {
  let design: Design = { ...profile.design, latency: variant.latency };
  let built = profile;
  const answered = new Map<string, { readonly by: string; readonly value: unknown }>();
  for (const name of variant.fixes) {
    const change = changes[name]!;
    checkNews(profile, name, change);
    for (const [question, value] of Object.entries(change.design)) {
      const before = answered.get(question);
      if (before !== undefined && before.value !== value) {
        throw new InputError(
          `--fixes: found "${variant.name}"; ${before.by} has ${question} "${String(before.value)}" and ${name} has it ` +
            `"${String(value)}"; name one of the two`,
        );
      }
      answered.set(question, { by: name, value });
    }
    design = { ...design, ...change.design };
  }
  if (design.daemon !== 'own') built = withDaemon(built, design.daemon);
  for (const name of variant.fixes) {
    const values = changes[name]!.values;
    if (values !== undefined) built = adjusted(built, values(built.values));
  }
  return { design, profile: built };
};

/** A change that changes nothing on this host is a mistake: its result would be read as "buys nothing". */
const checkNews = (profile: Profile, name: string, { design }: Change): void => {
  const has = (question: keyof Design): boolean =>
    question === 'daemon'
      ? design.daemon === profile.daemon
      : // with autoballoon off, no lock "if ballooning" is no lock
        design[question] === profile.design[question] ||
        (design[question] === 'none' && profile.design[question] === 'xl lock if ballooning');
  if (!(Object.keys(design) as (keyof Design)[]).every(has)) return;
  throw new InputError(
    `--fixes: found "${name}", which ${profile.name} has already (${changes[name]!.about}); leave it out, or name an older --host`,
  );
};
