/**
 * The policies that drive a campaign: loaded, told apart by labels, and checked before the first replay.
 *
 * A label is the policy's name; where a name is there more than once, with the options in which they differ. Left out:
 * which variants they drive.
 */
import { InputError } from '../../model/kernel/faults.ts';
import { inSeconds, seconds } from '../../model/kernel/units.ts';
import type { PolicyEntry } from '../../model/policy/contract.ts';
import { forPolicy, type CampaignSetting } from './job.ts';
import { isTrace, TRACE_POLICY, type Options, type PolicyChoice } from './policy-choice.ts';
import { entryOf, linesOf, mistakesIn, policyOf } from './policies.ts';

export interface Driver {
  readonly label: string;
  readonly name: string;
  readonly choice: PolicyChoice;
  /** Undefined for a trace that drives the hosts itself. */
  readonly entry: PolicyEntry | undefined;
}

/** @throws {InputError} with a line per module that is no policy, option that is not taken, and label that is there twice */
export const driversOf = async (choices: readonly PolicyChoice[]): Promise<readonly Driver[]> => {
  const mistakes: string[] = [];
  const loaded: Omit<Driver, 'label'>[] = [];
  for (const choice of choices) {
    if (isTrace(choice)) loaded.push({ name: TRACE_POLICY, choice, entry: undefined });
    else {
      const entry = await entryOf(choice).catch((fault: unknown) => {
        if (!(fault instanceof InputError)) throw fault;
        mistakes.push(fault.message);
        return undefined;
      });
      if (entry === undefined) continue;
      mistakes.push(...mistakesIn(entry, choice.options));
      loaded.push({ name: entry.name, choice, entry });
    }
  }
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
  const labels = labelsOf(loaded.map(({ name, choice: { label, options } }) => ({ name, label, options })));
  return loaded.map((driver, i) => ({ ...driver, label: labels[i]! }));
};

/** The one driver of a lifecycle trace. */
export const traceDriver: Driver = {
  label: TRACE_POLICY,
  name: TRACE_POLICY,
  choice: { kind: 'named', name: TRACE_POLICY, options: {} },
  entry: undefined,
};

interface Labelled {
  readonly name: string;
  readonly label?: string | undefined;
  readonly options: Options;
}

/** @throws {InputError} where two cannot be told apart */
export const labelsOf = (policies: readonly Labelled[]): readonly string[] => {
  const labels = policies.map(({ name, label, options }) => {
    if (label !== undefined) return label;
    const namesakes = policies.filter((one) => one.name === name);
    const apart = Object.keys(options).filter((key) =>
      namesakes.some((one) => one.options[key] !== options[key]),
    );
    return apart.length === 0 ? name : `${name}(${apart.map((key) => `${key}=${options[key]!}`).join(',')})`;
  });
  const twice = labels.filter((label, i) => labels.indexOf(label) < i);
  if (twice.length === 0) return labels;
  throw new InputError(
    [...new Set(twice)]
      .map(
        (label) =>
          `--policy: found "${label}" twice; give it once, other options, or a label of its own in a file of policies`,
      )
      .join('\n'),
  );
};

/** @throws {InputError} with a line per policy that this trace's sizes do not suit */
export const checkDrivers = (drivers: readonly Driver[], campaign: CampaignSetting): void => {
  const mistakes = drivers.flatMap(({ entry, choice }) => {
    const { demand } = campaign;
    if (entry === undefined || demand === undefined) return [];
    if (entry.wakes === 'events' && campaign.plan.service.requests === 'fluid') {
      return [
        `--policy ${entry.name}: found requests as a fluid; it is woken whenever a request comes or leaves; add --requests each`,
      ];
    }
    return linesOf(() =>
      policyOf(entry, forPolicy(campaign, entry, choice.options).setting, demand, seconds(0)),
    );
  });
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'));
};

/** A policy as a result names it, with the bounds, first size and cadence that were in force. */
export const written = ({ label, name, choice, entry }: Driver, campaign: CampaignSetting): unknown => {
  const { options } = choice;
  if (entry === undefined) return { label, name, options };
  const { setting } = forPolicy(campaign, entry, options);
  return {
    label,
    name,
    options,
    setting: {
      min_replicas: setting.minReplicas,
      max_replicas: setting.maxReplicas,
      initial_replicas: setting.initialReplicas,
      tick_s: inSeconds(setting.tick),
      sample_s: inSeconds(setting.sample),
      metric_delay_s: inSeconds(setting.delay),
    },
  };
};
