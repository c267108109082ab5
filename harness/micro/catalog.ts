/**
 * The microbenchmarks: one path of the control plane each, against the one quantity that it does not scale in.
 *
 * Each names the fix that changes its path; the other fixes are run beside it, and should change nothing or little. Left
 * out: arrivals over time (macro).
 */
import { gib, type Bytes } from '../../model/kernel/units.ts';
import type { Profile } from '../../model/host/profile.ts';
import {
  destroyOf,
  destroysAtOnce,
  remoteShare,
  setupsAtOnce,
  type Situation,
} from '../experiments/scenarios.ts';
import type { Outcome } from '../experiments/testbed.ts';
import { dissected } from '../experiments/dissection.ts';

export interface Micro {
  readonly name: string;
  readonly about: string;
  /** The fix whose path this is. */
  readonly path: 'parallel-boot' | 'xenstore-cache' | 'local-scrub';
  /** What is varied, with its unit. */
  readonly against: string;
  /** The smallest first. */
  readonly points: readonly number[];
  readonly situation: (profile: Profile, point: number) => Situation;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly of: (outcome: Outcome) => number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const setup = ({ setups }: Outcome): number => mean(setups);
const destroy = ({ destroys }: Outcome): number => mean(destroys);

const CROWD = [1, 4, 16, 64] as const;
/** Domains that run beside where that is not what is varied. */
const BESIDE = 100;
const LOCAL: Bytes = gib(64);

export const micros: readonly Micro[] = [
  {
    name: 'setup-concurrent',
    about: 'mean set-up of creations that are asked for at once, beside 100 domains',
    path: 'parallel-boot',
    against: 'creations at once',
    points: CROWD,
    situation: (profile, atOnce) => setupsAtOnce({ profile, running: BESIDE, atOnce }),
    unit: 's',
    better: 'lower',
    of: setup,
  },
  {
    name: 'creation-rate',
    about: 'creations per second, from the first request until the last of them serves, beside 100 domains',
    path: 'parallel-boot',
    against: 'creations at once',
    points: CROWD,
    situation: (profile, atOnce) => setupsAtOnce({ profile, running: BESIDE, atOnce }),
    unit: '1/s',
    better: 'higher',
    of: ({ setups }) => setups.length / Math.max(...setups),
  },
  {
    name: 'setup-running',
    about: 'one set-up beside domains that run',
    path: 'xenstore-cache',
    against: 'domains that run',
    points: [0, 100, 300, 1000],
    situation: (profile, running) => setupsAtOnce({ profile, running, atOnce: 1 }),
    unit: 's',
    better: 'lower',
    of: setup,
  },
  {
    name: 'name-scan',
    about: 'time of one set-up in xenstored, where every name is read to keep them apart',
    path: 'xenstore-cache',
    against: 'domains that run',
    points: [0, 100, 300, 1000],
    situation: (profile, running) => setupsAtOnce({ profile, running, atOnce: 1 }),
    unit: 's',
    better: 'lower',
    of: ({ creations }) => dissected(creations).xenstored,
  },
  {
    name: 'retries',
    about: 'attempts of a xenstore transaction per commit, beside 100 domains',
    path: 'xenstore-cache',
    against: 'creations at once',
    points: CROWD,
    situation: (profile, atOnce) => setupsAtOnce({ profile, running: BESIDE, atOnce }),
    unit: 'attempts',
    better: 'lower',
    of: ({ attempts }) => attempts,
  },
  {
    name: 'destroy-memory',
    about: 'one destruction, its memory in equal parts on all NUMA nodes',
    path: 'local-scrub',
    against: 'GiB',
    points: [1, 16, 128, 1024],
    situation: (profile, size) => destroyOf(profile, gib(size), 'spread'),
    unit: 's',
    better: 'lower',
    of: destroy,
  },
  {
    name: 'destroy-locality',
    about: 'one destruction of 64 GiB on two nodes, by how much of it is remote to dom0',
    path: 'local-scrub',
    against: '% of memory remote',
    points: [0, 25, 50, 75, 100],
    situation: (profile, percent) => remoteShare(profile, LOCAL, percent / 100),
    unit: 's',
    better: 'lower',
    of: destroy,
  },
  {
    name: 'destroy-concurrent',
    about: 'mean destruction of domains of 4 GiB that go at once, beside 100 domains',
    path: 'local-scrub',
    against: 'destructions at once',
    points: CROWD,
    situation: (profile, atOnce) => destroysAtOnce({ profile, running: BESIDE, atOnce }),
    unit: 's',
    better: 'lower',
    of: destroy,
  },
];
