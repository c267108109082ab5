/**
 * Published figures that the model can express, each on the host profile that its source describes (xen-host D).
 *
 * A profile has one set of parameters; what a row changes is what its source says of the machine (nodes, processors, idle
 * guests) or of the experiment (no toolstack, only requests). Where a parameter was chosen on a figure, its row is
 * `assumed`: it cannot judge. Left out: figures of machines that the model has no part of (live update, udev, vchan).
 */
import { adjusted, profileNamed, type HostChanges, type Profile } from '../../model/host/profile.ts';
import { count, fraction, gib, inSeconds, mib, micros } from '../../model/kernel/units.ts';
import { hostWith } from './host-trial.ts';
import { publishedOfMemory } from './published-memory.ts';
import { onlyRequests } from './requests-only.ts';
import { published, type Fact } from './row.ts';

export const publishedFacts = (): readonly Fact[] => [
  ...lightVm(),
  ...publishedOfMemory(),
  ...replayed(),
  {
    ...published('rump kernel: xl create', 'xen-host D 12', '2014, a vif and disks, dom0_mem not set'),
    reference: 1.75,
    range: [1, 2.5],
    unit: 's',
    model: hostWith({ profile: profileNamed('xen-4.6'), variant: 'ballooning' }).create(),
    reason: 'the machine is not named; without ballooning the model takes 0.2 s',
  },
  {
    ...published(
      'xapi: create and shut down a unikernel',
      'xen-host D 13',
      '512 of them, 12 processors, 2022',
    ),
    reference: 1.9,
    unit: 's',
    model: null,
    reason: "xapi's own database and services are most of it, and the model has no xapi",
  },
];

/** LightVM's larger figures come from a four-core server with 128 GB, its guests idle. */
const lightVmHost: HostChanges = {
  machine: {
    numaNodes: count(1),
    processors: count(4),
    dom0Vcpus: count(1),
    memory: gib(128),
    dom0Memory: gib(4),
    guestUse: fraction(0),
  },
};

/** Seconds of one creation beside so many, and of that xenstored's. */
const trial = (host: Profile, variant: string, neighbours: number): { total: number; xenstore: number } => {
  const one = hostWith({ profile: host, variant, neighbours, memory: mib(8) });
  one.create();
  return {
    // the figures end where the guest's own boot begins
    total: inSeconds(one.served('creation') - one.served('creation', ['boot', 'drivers'])),
    xenstore: inSeconds(one.served('creation', undefined, 'xenstored')),
  };
};
const millis = (s: number): number => s * 1000;

const lightVm = (): readonly Fact[] => {
  const source = 'LightVM (SOSP 2017), xen-host D';
  const profile = adjusted(profileNamed('xen-4.8'), lightVmHost);
  const at1000 = trial(profile, 'stock', 999);
  const apart = trial(adjusted(profileNamed('xen-4.8+c-memory'), lightVmHost), 'stock', 999);
  const row = (
    id: string,
    conditions: string,
    rest: Pick<Fact, 'reference' | 'model'> & Partial<Fact>,
  ): Fact => ({ ...published(`LightVM: ${id}`, source, conditions), unit: 'ms', ...rest });
  return [
    row('the 1000th unikernel with xl', 'Xen 4.8, 4 cores, 128 GB', {
      reference: 700,
      model: millis(at1000.total),
      assumed: true,
      reason: 'most of it is the 610 ms of the next row, on which the slope per guest was chosen',
    }),
    row('of that, xenstored', 'the same', {
      reference: 610,
      model: millis(at1000.xenstore),
      assumed: true,
      reason:
        `the slope per guest of xen-4.8 was chosen on this figure (B.4); C xenstored 4.6 as measured apart, times 2.5, ` +
        `would take ${Math.round(millis(apart.xenstore))} ms`,
    }),
    row('devices of any unikernel with xl', 'the same, no other guest', {
      reference: 100,
      model: millis(inSeconds(devicesOf(profile))),
      reason: "the model's guest has a disk as well, and its block script takes 35 ms",
    }),
    row('the first with chaos', 'lean toolstack, xenstored', {
      reference: 15,
      model: millis(trial(profile, 'lean-toolstack', 0).total),
      assumed: true,
      reason: 'scripts, image and start of the lean toolstack are assumed; the guest has one device more',
    }),
    row('the 1000th with chaos', 'lean toolstack, xenstored', {
      reference: 80,
      model: millis(trial(profile, 'lean-toolstack', 999).total),
      assumed: true,
      reason:
        'its 60 to 80 requests and their slope, that of xl, are assumed (L1): the published growth needs about four times ' +
        'the requests, or the name check and retries that the paper blames and the lean variant leaves out',
    }),
    row('the 1000th with chaos and shells', 'split toolstack, at most', {
      reference: 25,
      range: [0, 25],
      model: millis(trial(profile, 'split-toolstack', 999).total),
      reason: 'the image is loaded in the foreground by the same assumption as for xl',
    }),
    row('the 1000th with all of it', 'noxs, split toolstack', {
      reference: 4.1,
      model: millis(trial(profile, 'noxs+split-toolstack', 999).total),
      reason: 'loading the image is 5 ms by assumption (F.3 P8), the whole creation was 4.1 ms',
    }),
  ];
};

const devicesOf = (profile: Profile): number => {
  const trial = hostWith({ profile, memory: mib(8) });
  trial.create();
  return trial.served('creation', ['disk', 'nic']);
};

const startedTogether = (daemon: string): number => {
  const profile = adjusted(onlyRequests(profileNamed(`xen-4.6+${daemon}`)), {
    toolstack: { makeRequestsPerDomain: count(0), daemonRequests: count(0) },
    devices: { diskConnections: count(0), nicConnections: count(0) },
    xenstored: { socketsPerDomain: count(0), watchesPerDomain: count(0), client: micros(12) },
  });
  return hostWith({ profile, variant: 'naive-boot' }).createTogether(300);
};

/** Simulated starts of guests that only send requests, all at once, to oxenstored before and after it replays. */
const replayed = (): readonly Fact[] => {
  const source = 'Xen commit aef35b9877, xen-host D 7';
  const row = (id: string, reference: number, model: number): Fact => ({
    ...published(`300 parallel starts: ${id}`, source, 'oxenstored, no toolstack, only requests'),
    reference,
    unit: 's',
    model,
    reason: 'the requests of the simulated guests are not published; those of xl 4.6 stand in',
  });
  return [
    row('no replay, as up to 4.6', 268.92, startedTogether('oxenstored-4.6')),
    row('replay, as from 4.7', 3.8, startedTogether('oxenstored')),
  ];
};
