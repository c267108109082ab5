/**
 * React (Chieu 2009): what is missing at once and a fifth more, what is too much to a fifth above the need.
 *
 * Left out: its thresholds on sessions, which a service without sessions does not have.
 *
 * @source github.com/ahmedaley/Autoscalers Reactive.py; policies.md section 9
 */
import { seconds } from '../kernel/units.ts';
import type { PolicyMaker } from './contract.ts';
import { needSeen, perReplicaOf, targetOption, variantOption } from './need.ts';
import { option, readOptions, real, textsOf } from './options.ts';
import { sized, upward } from './sizing.ts';

const SCRIPT = 'Reactive.py';

const table = {
  target: targetOption,
  headroom: option(real(1, 10), 'times what is missing, and times the need when coming down', '1.2', SCRIPT),
  slack: option(real(1, 10), 'comes down where so many times the load is less than the size', '1.1', SCRIPT),
  variant: variantOption(
    'up by ⌊headroom × missing⌋, which adds nothing below five; down may end above the size',
  ),
};

export const react: PolicyMaker = {
  kind: 'policy',
  name: 'react',
  about: 'React: scales by what is missing and a fifth more (Chieu 2009)',
  options: textsOf(table),
  cadence: { tick: seconds(30), sample: seconds(30), delay: seconds(15) },
  docs: {
    standing: 'exact',
    formula: [
      'missing = need − n > 0: n + ⌈headroom × missing⌉ (paper-exact: ⌊…⌋)',
      'else slack × L/S < n: ⌈headroom × need⌉, at most n (paper-exact: not bounded by n)',
    ],
    rounding: 'up; the script leaves a part of a machine',
    leftOut: 'a service rate drawn at random per step; a set-up of one step is the host’s affair here',
    source: 'github.com/ahmedaley/Autoscalers Reactive.py; policies.md section 9',
  },
  make: (setting) => {
    const given = readOptions('react', table, setting.options);
    const perReplica = perReplicaOf(setting, given.target);
    const exact = given.variant === 'paper-exact';
    return {
      name: 'react',
      initial: undefined,
      decide: (state, seen) => {
        const need = needSeen(seen, perReplica);
        const { wanted } = seen;
        if (need === undefined) return [state, sized(wanted, setting, 'no sample yet')];
        const missing = need.whole - wanted;
        if (missing > 0) {
          const more = given.headroom * missing;
          return [state, sized(wanted + (exact ? Math.floor(more) : upward(more)), setting, 'too few')];
        }
        if (given.slack * need.share >= wanted) return [state, sized(wanted, setting, 'enough')];
        const fewer = upward(given.headroom * need.whole);
        return [state, sized(exact ? fewer : Math.min(wanted, fewer), setting, 'too many')];
      },
    };
  },
};
