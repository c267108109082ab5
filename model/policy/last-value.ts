/**
 * The no-skill forecast: the load of the last sample goes on, and gets the replicas it needs at the target utilisation.
 *
 * Every predictive policy must beat it. Left out: memory of any kind, and replicas that are on their way.
 *
 * @source policies.md section 11
 */
import type { PolicyMaker } from './contract.ts';
import { optional, readOptions, share, textsOf } from './options.ts';
import { replicasFor, sized } from './sizing.ts';

const table = {
  target: optional(share(0.01, 1), 'utilisation aimed at', 'the setting’s', 'ours'),
};

export const lastValue: PolicyMaker = {
  kind: 'policy',
  name: 'last-value',
  about: 'replicas for the load of the last sample at the target utilisation: the forecast to beat',
  options: textsOf(table),
  docs: {
    standing: 'exact',
    formula: ['⌈load of the last sample / (service rate × target)⌉'],
    rounding: 'up, but for a part of a billionth that is floating point’s',
    leftOut: 'memory of any kind, replicas on their way',
    source: 'policies.md section 11',
  },
  make: (setting) => {
    const given = readOptions('last-value', table, setting.options);
    const perReplica = setting.serviceRate * (given.target ?? setting.target);
    return {
      name: 'last-value',
      initial: undefined,
      decide: (state, { load, wanted }) => [
        state,
        Number.isNaN(load)
          ? sized(wanted, setting, 'no sample yet')
          : sized(replicasFor(load, perReplica), setting, 'load of the last sample'),
      ],
    };
  },
};
