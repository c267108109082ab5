/**
 * The law of a policy's options: it describes them, does without, and refuses by name what it does not know or cannot use.
 *
 * A value that makes no sense may be taken where the answers stay sound. Left out: whether a value means what it says.
 */
import { InputError } from '../../model/kernel/faults.ts';
import type { PolicyMaker } from '../../model/policy/contract.ts';
import { inSeconds } from '../../model/kernel/units.ts';
import { mistakesIn } from '../campaign/policies.ts';
import { isSound, trialOf } from './trial.ts';
import { worldsOf } from './worlds.ts';

/** No unit, no number, no word of anybody's. */
const SENSELESS = '!?';
const UNKNOWN = 'no-such-option';

/** What is wrong with them, or undefined. */
export const optionsBroken = (entry: PolicyMaker): string | undefined => {
  const described: unknown = entry.options;
  if (described === null || typeof described !== 'object' || Array.isArray(described))
    return `options is ${String(described)}; it is a record of names and what they mean, {} for none`;
  const untold = Object.entries(described).find(([, text]) => !tells(text));
  if (untold !== undefined)
    return `option "${untold[0]}" is not described; say what it means, its unit and default`;
  const without = mistakesIn(entry, {});
  if (without.length > 0) return `without options it is refused: ${without[0]!}`;
  const unknown = mistakesIn(entry, { [UNKNOWN]: '1' });
  if (!unknown.some((line) => line.includes(UNKNOWN))) return `option "${UNKNOWN}" is taken`;
  return Object.keys(described)
    .map((name) => senseless(entry, name))
    .find((found) => found !== undefined);
};

/** A line of text, or the parts of one. */
const tells = (text: unknown): boolean => {
  const { about = text } = Object(text) as { readonly about?: unknown };
  return typeof about === 'string' && about !== '';
};

/** Taken, it must do no harm. */
const unsoundWith = (entry: PolicyMaker, name: string): string | undefined => {
  const world = worldsOf(entry, 1)[0]!;
  const { calls } = trialOf(entry, { ...world, options: { [name]: SENSELESS } });
  const call = calls.find(({ decision }) => !isSound(decision));
  return (
    call &&
    `${name}=${SENSELESS} is taken, and at ${inSeconds(call.seen.at)} s answered ${call.decision.replicas}`
  );
};

const senseless = (entry: PolicyMaker, name: string): string | undefined => {
  try {
    const [line] = mistakesIn(entry, { [name]: SENSELESS });
    if (line === undefined) return unsoundWith(entry, name);
    if (line.includes(name)) return undefined;
    return `${name}=${SENSELESS} is refused without its name: ${line}`;
  } catch (fault) {
    if (fault instanceof InputError) throw fault;
    const why = fault instanceof Error ? fault.message : String(fault);
    return `${name}=${SENSELESS} is not refused but fails: ${why}`;
  }
};
