/**
 * Back from a result document to the experiment that made it, by its own line `again`.
 *
 * The line is the one place where a document says how to make it once more, so whoever pastes it and whoever asks
 * `explain` replay the same. Left out: flags that a later version may have renamed; they are refused by name.
 */
import { InputError } from '../../model/kernel/faults.ts';
import { flagNames, spelled } from '../campaign/defaults.ts';
import { experimentOf, type Experiment, type Flags } from '../campaign/experiment.ts';

/** The words of a line as a shell would read them; of quotes only the single ones, which is all that we write. */
export const wordsIn = (line: string): readonly string[] =>
  [...line.matchAll(/(?:[^\s'\\]+|'[^']*'|\\[^])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\([^])/g, (_all, quoted?: string, escaped?: string) => quoted ?? escaped!),
  );

/**
 * @param again  `npm run replay -- TRACE --flag value …`
 * @throws {InputError} when the line is none of ours
 */
export const flagsIn = (again: string, where: string): Flags => {
  const [npm, run, replay, dashes, trace, ...rest] = wordsIn(again);
  const ours = npm === 'npm' && run === 'run' && replay === 'replay' && dashes === '--';
  if (!ours || trace === undefined || rest.length % 2 !== 0) {
    throw new InputError(
      `${where}: again is "${again}"; it is npm run replay -- TRACE --flag value …; make the document again`,
    );
  }
  const flags: Record<string, string> = {};
  for (let i = 0; i < rest.length; i += 2) {
    const name = flagNames.find((one) => `--${spelled(one)}` === rest[i]);
    if (name === undefined) {
      throw new InputError(
        `${where}: again has "${rest[i]!}", which this version does not know; make the document again`,
      );
    }
    flags[name] = rest[i + 1]!;
  }
  return { ...flags, trace };
};

/** @param trace  where the trace is now; without it, where it was */
export const experimentAgain = (again: string, where: string, trace?: string): Experiment => {
  const flags = flagsIn(again, where);
  return experimentOf({ ...flags, trace: trace ?? flags.trace });
};
