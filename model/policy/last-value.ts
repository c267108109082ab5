/**
 * The no-skill forecast: the load of the last sample goes on, and gets the replicas it needs at the target utilisation.
 *
 * Every predictive policy must beat it. Left out: memory of any kind, and replicas that are on their way.
 *
 * @source policies.md section 11
 */
import type { PolicyMaker } from './contract.ts';
import { readOptions, share } from './options.ts';
import { replicasFor, sized } from './sizing.ts';

export const lastValue: PolicyMaker = {
  kind: 'policy',
  name: 'last-value',
  about: 'replicas for the load of the last sample at the target utilisation: the forecast to beat',
  options: { target: 'utilisation aimed at; the setting’s unless given' },
  make: (setting) => {
    const given = readOptions('last-value', { target: share(0.01, 1) }, setting.options);
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
