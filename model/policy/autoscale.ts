/**
 * AutoScale (Gandhi 2012): sized from the number of requests in the system, and slow to let go. A model.
 *
 * No rate is needed: from the requests per replica the load per replica is read off a curve, here that of this service in a
 * steady state (Erlang's C) instead of one measured beforehand. Requests go to the replicas with the lowest index, so that
 * those beyond the need fall idle, and one idle for t_wait is switched off: the size falls to the most that was inferred
 * within t_wait. Left out: the routing itself, which a pooled queue does not need.
 *
 * @source Gandhi et al., ACM TOCS 30(4), 2012, as remembered; policies.md section 9
 */
import { erlangC } from '../kernel/erlang.ts';
import type { Policy, PolicyMaker } from './contract.ts';
import { anySpan, option, optional, readOptions, share, textsOf } from './options.ts';
import { sized, upward } from './sizing.ts';
import { EMPTY, largestOf, upToAge, withLevel, type Window } from './windows.ts';

const table = {
  reference: optional(
    share(0.01, 0.99),
    'load of a replica that keeps the objective (ρ_ref)',
    'the setting’s target',
    'the paper measures it',
  ),
  't-wait': option(
    anySpan,
    'how long a replica idles before it goes',
    '120s',
    'the paper, for a set-up of 260 s, as remembered',
  ),
};

export const autoscale: PolicyMaker = {
  kind: 'policy',
  name: 'autoscale',
  about: 'AutoScale, a model: size inferred from requests in the system, t_wait (Gandhi 2012)',
  options: textsOf(table),
  docs: {
    standing: 'model',
    formula: [
      'ρ: the load per replica at which M/M/n holds as many requests as are in the system now, n = ready',
      'k = ⌈n × ρ / reference⌉; up at once, down to the largest k of t-wait',
    ],
    rounding: 'up',
    leftOut:
      'index-based routing, the measured curve, service by processor sharing; read from memory of the paper',
    source: 'Gandhi et al., ACM TOCS 30(4), 2012; policies.md section 9',
  },
  make: (setting): Policy<Window> => {
    const given = readOptions('autoscale', table, setting.options);
    const reference = given.reference ?? setting.target;
    return {
      name: 'autoscale',
      initial: EMPTY,
      decide: (before, { at, ready, inSystem, wanted }) => {
        const servers = Math.max(1, ready);
        const inferred = upward(offeredFrom(inSystem, servers) / reference);
        const window = withLevel(before, at, inferred, given['t-wait']);
        const kept = largestOf(upToAge(window, at, given['t-wait']), inferred);
        if (inferred >= wanted) return [window, sized(inferred, setting, 'by the number in the system')];
        const size = Math.min(wanted, kept);
        return [window, sized(size, setting, size > inferred ? 'idle, held for t-wait' : 'idle for t-wait')];
      },
    };
  },
};

/** Halvings of the interval from no load to all: the last digits of a double. */
const HALVINGS = 53;

/** Mean number of requests in an M/M/n. */
const presentAt = (offered: number, servers: number): number =>
  offered + (erlangC(offered, servers) * offered) / (servers - offered);

/** The offered load at which so many servers hold so many requests on average. */
export const offeredFrom = (present: number, servers: number): number => {
  let [low, high] = [0, servers];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (middle < servers && presentAt(middle, servers) <= present) low = middle;
    else high = middle;
  }
  return low;
};
