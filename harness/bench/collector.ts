/**
 * The engine's own collector of garbage, without a flag on the command line.
 *
 * Left out: when it is worth a call.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const collectorOf = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};
