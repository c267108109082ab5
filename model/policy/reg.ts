/**
 * Reg (Iqbal 2011): comes down along a parabola through the recent need, and goes up by what is missing.
 *
 * Left out: the response times that the paper decides on upward; its published script takes the load.
 *
 * @source github.com/ahmedaley/Autoscalers Regression.py; policies.md section 9
 */
import { seconds } from '../kernel/units.ts';
import type { Decision, Policy, PolicyMaker, PolicySetting } from './contract.ts';
import { leastSquares } from './least-squares.ts';
import { lacking, needSeen, perReplicaOf, targetOption, variantOption, type Need } from './need.ts';
import { option, readOptions, real, textsOf, wholeNumber, type Given } from './options.ts';
import { sized, upward } from './sizing.ts';

const SCRIPT = 'Regression.py';

const table = {
  target: targetOption,
  points: option(wholeNumber(3, 10_000), 'steps that the parabola is fitted to', '60', SCRIPT),
  'headroom.down': option(real(1, 10), 'times the fitted need when coming down', '1.2', SCRIPT),
  'headroom.up': option(real(1, 10), 'times the load when replicas are missing', '1.05', SCRIPT),
  slack: option(real(0, 1e9), 'requests of a step that may lack before it goes up', '5', SCRIPT),
  variant: variantOption('reads the parabola at this step, not at the next'),
};
type Options = Given<typeof table>;

/** Needs of the last steps, newest last. */
type RegState = readonly number[];

export const reg: PolicyMaker = {
  kind: 'policy',
  name: 'reg',
  about: 'Reg: a parabola through the recent need downward, reactive upward (Iqbal 2011)',
  options: textsOf(table),
  cadence: { tick: seconds(30), sample: seconds(30), delay: seconds(15) },
  docs: {
    standing: 'exact',
    formula: [
      'n > need: p = ⌈parabola through the last points steps, read one step ahead⌉ (paper-exact: at this step)',
      'p > 0: min(n, ⌈headroom.down × p⌉), else n',
      'else L/S > n by more than slack requests: ⌈headroom.up × L/S⌉',
    ],
    rounding: 'up; the script leaves a part of a machine',
    leftOut: 'a service rate drawn at random per step',
    source: 'github.com/ahmedaley/Autoscalers Regression.py; policies.md section 9',
  },
  make: (setting): Policy<RegState> => {
    const given = readOptions('reg', table, setting.options);
    const perReplica = perReplicaOf(setting, given.target);
    return {
      name: 'reg',
      initial: [],
      decide: (before, seen) => {
        const need = needSeen(seen, perReplica);
        if (need === undefined) return [before, sized(seen.wanted, setting, 'no sample yet')];
        const needs = [...before, need.whole].slice(-given.points);
        return [needs, answerOf(given, setting, needs, need, seen.wanted)];
      },
    };
  },
};

const answerOf = (
  given: Options,
  setting: PolicySetting,
  needs: RegState,
  need: Need,
  n: number,
): Decision => {
  if (n > need.whole) {
    const fitted = Math.ceil(parabolaAt(needs, given.variant === 'paper-exact' ? 0 : 1));
    if (fitted <= 0) return sized(n, setting, 'too many, no fit');
    return sized(Math.min(n, upward(given['headroom.down'] * fitted)), setting, 'fitted');
  }
  if (need.share > n && lacking(need, n, perReplicaOf(setting, given.target), setting) > given.slack) {
    return sized(upward(given['headroom.up'] * need.share), setting, 'too few');
  }
  return sized(n, setting, 'enough');
};

/** The parabola through the points so far (through two, a line), read so many steps after the last of them. */
const parabolaAt = (needs: RegState, ahead: number): number => {
  const last = needs.length - 1;
  const rows = needs.map((_need, i) => [1, i - last, (i - last) * (i - last)].slice(0, needs.length));
  const [level = 0, slope = 0, bend = 0] = leastSquares(rows, needs);
  const value = level + slope * ahead + bend * ahead * ahead;
  // a whole need fitted exactly is not raised by rounding
  return Math.round(value * 1e6) / 1e6;
};
