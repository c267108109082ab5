/**
 * No autoscaling: the same number of replicas from the first tick on.
 *
 * What no policy is needed for. Left out: sizing by a quantile of the demand, which would need the future.
 */
import type { PolicyMaker } from './contract.ts';
import { readOptions, wholeNumber } from './options.ts';

export const fixed: PolicyMaker = {
  kind: 'policy',
  name: 'static',
  about: 'the same number of replicas throughout',
  options: { replicas: 'how many, within the minimum and maximum; as many as at the start unless given' },
  make: ({ minReplicas, maxReplicas, initialReplicas, options }) => {
    const given = readOptions('static', { replicas: wholeNumber(minReplicas, maxReplicas) }, options);
    const replicas = given.replicas ?? Math.min(Math.max(initialReplicas, minReplicas), maxReplicas);
    return {
      name: 'static',
      initial: undefined,
      decide: (state) => [state, { replicas, reason: 'static' }],
    };
  },
};
