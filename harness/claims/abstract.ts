/**
 * The sentences of the public abstract (Nitu et al., VEE 2017), in our words, each with its measures.
 *
 * "Does not scale" is read as: twice the time or more where the load is sixteen times as high, or where a thousand
 * domains run; a cause or a fix counts from a tenth on. Left out: comparisons with other hypervisors.
 */
import { variantsNamed, type Variant } from '../../model/host/variants.ts';
import { gib } from '../../model/kernel/units.ts';
import { dissected } from '../experiments/dissection.ts';
import type { Believed } from '../experiments/draws.ts';
import {
  destroysAtOnce,
  loaded,
  remoteShare,
  setupsAtOnce,
  type Situation,
} from '../experiments/scenarios.ts';
import { outcomeOf, type Outcome } from '../experiments/testbed.ts';
import type { TraceOutcome } from '../experiments/trace-outcome.ts';
import type { MetricKey } from '../measure/score.ts';
import type { Claim, DrawnHost, Measure } from './claim.ts';
import { meanOf } from '../measure/mean.ts';

const [stock, boot, cache, scrub, all] = variantsNamed(
  'stock,parallel-boot,xenstore-cache,local-scrub,all',
) as [Variant, Variant, Variant, Variant, Variant];

const AT_ONCE = 16;
const RUNNING = 200;
const TWICE = 2;
const A_TENTH = 1.1;
const FOUR = 4;

const setup = ({ setups }: Outcome): number => meanOf(setups);
const destroy = ({ destroys }: Outcome): number => meanOf(destroys);
const last = ({ setups, destroys }: Outcome): number => Math.max(...setups, ...destroys);

const run = (situation: Situation, variant: Variant, seed: number): Outcome =>
  outcomeOf({ ...situation, variant, seed });

const creating = ({ profile, guest }: Believed, atOnce: number, running: number): Situation =>
  setupsAtOnce({ profile, guest, atOnce, running });
const destroying = ({ profile }: Believed, atOnce: number, running: number): Situation =>
  destroysAtOnce({ profile, atOnce, running });

/** How many times as long one situation takes as another, on stock Xen. */
const grows =
  (
    of: (outcome: Outcome) => number,
    busy: (host: Believed) => Situation,
    calm: (host: Believed) => Situation,
  ) =>
  ({ small, seed }: DrawnHost): number =>
    of(run(busy(small), stock, seed)) / of(run(calm(small), stock, seed));

/** How many times as long stock takes as a variant. */
const gains =
  (
    variant: Variant,
    of: (outcome: Outcome) => number,
    situation: (host: Believed) => Situation,
    guest: 'small' | 'debian' = 'small',
  ) =>
  (host: DrawnHost): number => {
    const met = situation(host[guest]);
    return of(run(met, stock, host.seed)) / of(run(met, variant, host.seed));
  };

const waitingForTheLock = ({ small, seed }: DrawnHost): number => {
  const { creations, setups } = run(creating(small, AT_ONCE, RUNNING), stock, seed);
  return (100 * dissected(creations)['toolstack lock']) / meanOf(setups);
};

const inXenstored = ({ creations }: Outcome): number => dissected(creations).xenstored;

const remote =
  (share: number) =>
  ({ profile }: Believed): Situation =>
    remoteShare(profile, gib(64), share);

const crowd = (host: Believed): Situation => creating(host, AT_ONCE, RUNNING);
const deaths = (host: Believed): Situation => destroying(host, AT_ONCE, RUNNING);
const both =
  (room: 'spare' | 'full') =>
  ({ profile, guest }: Believed): Situation =>
    loaded({ profile, guest, running: RUNNING, atOnce: AT_ONCE }, room);

/** Of what stock has too much, the part that all fixes take away, %; 0 where there is nothing to take. */
const avoided = (key: MetricKey, on: (host: DrawnHost) => TraceOutcome) => (host: DrawnHost) => {
  const outcome = on(host);
  const before = outcome.stock[key].value ?? 0;
  const after = outcome.all[key].value ?? 0;
  return before > 0 ? (100 * (before - after)) / before : 0;
};

const times = (
  id: string,
  label: string,
  least: number,
  of: Measure['of'],
  guest: Measure['guest'] = 'small',
): Measure => ({ id, label, unit: '×', least, strict: least === FOUR, guest, of });

const share = (id: string, label: string, of: Measure['of'], guest: Measure['guest'] = 'small'): Measure => ({
  id,
  label,
  unit: '%',
  least: 10,
  guest,
  of,
});

export const claims: readonly Claim[] = [
  {
    id: 'setup',
    says: 'Set-up does not scale in current virtualization',
    measures: [
      times(
        'setup-crowd',
        'set-up, 16 at once : 1',
        TWICE,
        grows(
          setup,
          (h) => creating(h, AT_ONCE, 0),
          (h) => creating(h, 1, 0),
        ),
      ),
      times(
        'setup-running',
        'set-up, beside 1000 domains : 0',
        TWICE,
        grows(
          setup,
          (h) => creating(h, 1, 1000),
          (h) => creating(h, 1, 0),
        ),
      ),
    ],
  },
  {
    id: 'destroy',
    says: 'Destruction does not scale either',
    measures: [
      times(
        'destroy-crowd',
        'destruction, 16 at once : 1',
        TWICE,
        grows(
          destroy,
          (h) => destroying(h, AT_ONCE, 0),
          (h) => destroying(h, 1, 0),
        ),
      ),
    ],
  },
  {
    id: 'causes',
    says: 'Three causes: serialized boot, Xenstore work that grows with the number of guests, scrubbing of remote memory',
    measures: [
      share('cause-lock', 'part of 16 set-ups under the xl lock', waitingForTheLock),
      times(
        'cause-xenstore',
        'xenstored, beside 1000 domains : 100',
        TWICE,
        grows(
          inXenstored,
          (h) => creating(h, 1, 1000),
          (h) => creating(h, 1, 100),
        ),
      ),
      times(
        'cause-remote',
        'destruction, all memory remote : local',
        A_TENTH,
        grows(destroy, remote(1), remote(0)),
      ),
    ],
  },
  {
    id: 'fixes',
    says: 'Each of three fixes lowers the direct costs: parallel boot, caching of Xenstore data, local scrubbing',
    measures: [
      times('fix-boot', '16 set-ups, stock : parallel-boot', A_TENTH, gains(boot, setup, crowd)),
      times('fix-cache', '16 set-ups, stock : xenstore-cache', A_TENTH, gains(cache, setup, crowd)),
      times('fix-scrub', '16 destructions, stock : local-scrub', A_TENTH, gains(scrub, destroy, deaths)),
    ],
  },
  {
    id: 'speedup',
    says: '"a speedup of more than 4X in loaded scenarios" (stock : all fixes; 16 at once, beside 200 domains)',
    measures: [
      times('speedup-setup', 'set-ups alone', FOUR, gains(all, setup, crowd)),
      times(
        'speedup-setup-debian',
        'set-ups alone, Debian guest',
        FOUR,
        gains(all, setup, crowd, 'debian'),
        'debian',
      ),
      times('speedup-destroy', 'destructions alone', FOUR, gains(all, destroy, deaths)),
      times('speedup-loaded-setup', 'set-ups beside destructions', FOUR, gains(all, setup, both('spare'))),
      times(
        'speedup-loaded-setup-debian',
        'the same with Debian guests',
        FOUR,
        gains(all, setup, both('spare'), 'debian'),
        'debian',
      ),
      times('speedup-loaded-all', 'both, until the last is done', FOUR, gains(all, last, both('spare'))),
      times('speedup-full-all', 'both on a full host, to the last', FOUR, gains(all, last, both('full'))),
    ],
  },
  {
    id: 'indirect',
    says: 'Indirect costs of auto-scaling on traces fall too',
    measures: [
      share(
        'indirect-burst',
        'indirect cost avoided, burst',
        avoided('indirect_cost_vm_hours', ({ traces }) => traces.burst),
        'debian',
      ),
      share(
        'sla-burst',
        'SLA violations avoided, burst',
        avoided('sla_violation_request_fraction', ({ traces }) => traces.burst),
        'debian',
      ),
      share(
        'indirect-crowd',
        'indirect cost avoided, flash-crowd',
        avoided('indirect_cost_vm_hours', ({ traces }) => traces.flashCrowd),
        'debian',
      ),
      share(
        'sla-crowd',
        'SLA violations avoided, flash-crowd',
        avoided('sla_violation_request_fraction', ({ traces }) => traces.flashCrowd),
        'debian',
      ),
    ],
  },
];
