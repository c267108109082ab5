/**
 * Measurements that the model's own paths answer: counts of requests and calls, conflicts, the cost of a transaction.
 *
 * Each is a run of the modelled host on a release profile, with nothing fitted to the row. The references are our own
 * measurements of real daemons and of a real Xen, as xen-host and measured/README state them. Left out: times of the
 * emulated Xen, whose clock counts instructions; its ratios are here.
 */
import { adjusted, profileNamed } from '../../model/host/profile.ts';
import { count, inSeconds, micros, mib } from '../../model/kernel/units.ts';
import { hostWith } from './host-trial.ts';
import { attemptsOf, BARE, hypercallsOf, requestsOf } from './questions.ts';
import { onlyMake } from './requests-only.ts';
import type { Fact } from './row.ts';

export const throughHost = (): readonly Fact[] => [
  ...requests(),
  ...ratios(),
  ...conflicts(),
  ...transactions(),
];

const measured = (
  id: string,
  source: string,
  conditions: string,
): Pick<Fact, 'id' | 'part' | 'source' | 'conditions'> => ({ id, part: 'measured', source, conditions });

const REQUESTS = 'xen-qemu-xenstore-requests.csv';
const XEN = 'Xen 4.17, bare PV guest';

const requests = (): readonly Fact[] => {
  const profile = profileNamed('xen-4.17');
  const sent = (task: 'creation' | 'destruction', phases: readonly string[], neighbours: number): number =>
    requestsOf(profile, task, phases, { neighbours });
  const fact = (id: string, conditions: string, reference: number, model: number, reason: string): Fact => ({
    ...measured(id, REQUESTS, conditions),
    reference,
    unit: 'count',
    model,
    reason,
  });
  return [
    fact(
      'requests of xl create',
      `${XEN}, 1 node, 50 guests`,
      173,
      sent('creation', BARE, 50),
      'the releases were counted in the source, Debian has patches',
    ),
    fact(
      'requests of xl create, nobody else there',
      `${XEN}, 1 node`,
      123,
      sent('creation', BARE, 0),
      'the releases were counted in the source, Debian has patches',
    ),
    fact(
      'requests that a vif adds to xl create',
      `${XEN} and one vif`,
      77,
      sent('creation', ['nic'], 0),
      'without the 54 of the dom0 kernel and the scripts',
    ),
    fact(
      'requests of xl destroy',
      `${XEN}, one more guest`,
      44,
      sent('destruction', ['look-up', 'console', 'trees'], 1),
      'measured by name, which looks every guest up; the model destroys by number',
    ),
    fact(
      'requests that a vif adds to xl destroy',
      `${XEN} and one vif`,
      65,
      sent('destruction', ['nic'], 0),
      'counted for 4.6; later releases look the same things up more often',
    ),
    {
      ...measured('hypercalls of xl create', 'xen-qemu-hypercalls.csv', `${XEN}, 2 nodes, 11 guests`),
      reference: 193,
      unit: 'count',
      model: hypercallsOf(profile, 11),
      assumed: true,
      reason:
        'that placement asks 8 things of every guest was read off these runs; the source of 4.6 has 4, and why is not known',
    },
  ];
};

/** What a GiB adds to a creation and to a destruction, on the clock of instructions. */
const ratios = (): readonly Fact[] => {
  const profile = profileNamed('xen-4.17');
  const spans = (size: number): { create: number; destroy: number } => {
    const trial = hostWith({ profile, memory: mib(size) });
    const { returned } = trial.createThenDestroy();
    return {
      create: inSeconds(trial.served('creation') - trial.served('creation', ['boot', 'drivers'])),
      destroy: returned,
    };
  };
  const small = spans(16);
  const large = spans(512);
  return [
    {
      ...measured(
        'memory: destruction grows faster than creation',
        'xen-qemu-icount-2node-memory.csv',
        `${XEN}, 16 to 512 MiB, ratio of slopes`,
      ),
      // (244.9 − 68.7) ms over (166.1 − 127.9) ms, the least of two runs each
      reference: 4.61,
      unit: '1',
      model: (large.destroy - small.destroy) / (large.create - small.create),
      reason: 'the references count instructions; the costs of the model are times, half of them assumed',
    },
  ];
};

const CONFLICTS = 'xenstored-conflicts.csv';

const attemptsFact = (
  daemon: string,
  source: string,
  creators: number,
  reference: number,
  rest: Partial<Fact> & Pick<Fact, 'model'>,
): Fact => ({
  ...measured(
    `attempts per creation: ${daemon}, ${creators} creators`,
    source,
    'each creates at once again, no think time',
  ),
  reference,
  unit: '1',
  ...rest,
});

const conflicts = (): readonly Fact[] => {
  const debian = profileNamed('xen-4.17');
  const old = profileNamed('xen-4.8+c-memory');
  const assumed = { assumed: true, reason: 'the passes that an attempt misses were chosen on these runs' };
  return [
    attemptsFact('C 4.17', CONFLICTS, 2, 1.681, { model: attemptsOf(debian, 2) }),
    attemptsFact('C 4.17', CONFLICTS, 4, 2.5, {
      model: attemptsOf(debian, 4),
      reason: 'two processors time-slice four clients, so that fewer transactions are open at a time',
    }),
    attemptsFact('C 4.6', 'xen-host B.2', 4, 2.42, { model: attemptsOf(old, 4, 'naive-boot'), ...assumed }),
    attemptsFact('C 4.6', 'xen-host B.2', 8, 4.69, { model: attemptsOf(old, 8, 'naive-boot'), ...assumed }),
    attemptsFact('C 4.21', 'xen-host B.2', 4, 1.78, {
      model: attemptsOf(profileNamed('xen-4.21'), 4),
      reason:
        'the test read 50 nodes before it touched a shared one (φ = 3/8); libxl touches one first (B.2)',
    }),
  ];
};

/** The thirty requests of a make alone, on the server's clock: the measuring machine has factor 1 and no guest is introduced. */
const transactions = (): readonly Fact[] =>
  (
    [
      ['C 4.6 in memory', 'xen-4.8+c-memory', 13, 1, 425],
      ['C 4.6 in memory', 'xen-4.8+c-memory', 13, 1000, 3371],
      ['C 4.6 in a file', 'xen-4.8+c-file', 19, 400, 17_967],
      ['C 4.10', 'xen-4.10', 13, 1000, 3141],
      ['C 4.21', 'xen-4.21', 13, 1, 514],
      ['C 4.21', 'xen-4.21', 13, 1000, 717],
      ['oxenstored 4.17', 'xen-4.17+oxenstored', 18, 1, 668],
      ['oxenstored 4.17', 'xen-4.17+oxenstored', 18, 1000, 629],
    ] as const
  ).map(([daemon, name, request, guests, reference]) => {
    const profile = adjusted(onlyMake(profileNamed(name)), {
      toolstack: { makeRequests: count(32), makeChanges: count(30), makeCreations: count(15) },
      xenstored: {
        client: micros(0.001),
        hardware: 1 as never,
        request: micros(request),
        socketsPerDomain: count(0),
        socketsAlways: count(1),
        perRing: micros(0),
        perRingChange: micros(0),
        watchesPerDomain: count(0),
        watchesAlways: count(0),
      },
    });
    const trial = hostWith({ profile, neighbours: guests - 1, memory: mib(8) });
    trial.create();
    return {
      ...measured(
        `making a domain, ${daemon}, ${guests} stored`,
        'xen-host B.3',
        '30 requests in a transaction, server time',
      ),
      reference,
      unit: 'µs',
      model: trial.servedFirst('creation', 'make', 'xenstored'),
      reason: 'costs grow in steps with the caches; the model has one slope per stored guest',
    };
  });
