/**
 * No autoscaling: the same number of replicas from the first tick on.
 *
 * What no policy is needed for. Left out: sizing by a quantile of the demand, which would need the future.
 */
import type { PolicyMaker, PolicySetting } from './contract.ts';
import { optional, readOptions, textsOf, wholeNumber } from './options.ts';

const tableOf = ({ minReplicas, maxReplicas }: Pick<PolicySetting, 'minReplicas' | 'maxReplicas'>) => ({
  replicas: optional(
    wholeNumber(minReplicas, maxReplicas),
    'how many, within min and max',
    'as many as at the start',
    'ours',
  ),
});

export const fixed: PolicyMaker = {
  kind: 'policy',
  name: 'static',
  about: 'the same number of replicas throughout',
  options: textsOf(tableOf({ minReplicas: 0, maxReplicas: 0 })),
  docs: {
    standing: 'bound',
    formula: ['replicas'],
    rounding: 'none',
    leftOut: 'everything that scales',
    source: 'policies.md section 11',
  },
  make: (setting) => {
    const { minReplicas, maxReplicas, initialReplicas, options } = setting;
    const given = readOptions('static', tableOf(setting), options);
    const replicas = given.replicas ?? Math.min(Math.max(initialReplicas, minReplicas), maxReplicas);
    return {
      name: 'static',
      initial: undefined,
      decide: (state) => [state, { replicas, reason: 'static' }],
    };
  },
};
