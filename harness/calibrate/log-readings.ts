/**
 * Phases of logged creations as readings: each a series of its own, that memory makes longer where it does.
 *
 * Left out: phases that depend on how many domains run, which a log does not say: the name transaction, placement, the whole.
 */
import type { FormName } from './laws.ts';
import type { Reading } from './reading.ts';
import type { LoggedCreation, Phase } from './xl-log.ts';

/** How a phase grows; undefined where the log does not know with what. */
const forms: Readonly<Record<Phase, FormName | undefined>> = {
  start: 'constant',
  'kernel, decompressed': 'constant',
  'kernel, as it is': 'constant',
  populate: 'memory',
  'page tables': 'memory and more',
  'disk back end': 'constant',
  'disk script': 'constant',
  'device model': 'constant',
  'nic back end': 'constant',
  'nic script': 'constant',
  whole: undefined,
};

export const logSeries = (phase: Phase): string => `xl -vvv: ${phase}`;

export const readingsOf = ({ mib, phases }: LoggedCreation): readonly Reading[] =>
  [...phases].flatMap(([phase, value]): readonly Reading[] => {
    const form = forms[phase];
    const sized = form !== 'constant';
    if (form === undefined || (sized && mib === 0)) return [];
    return [{ series: logSeries(phase), at: sized ? { mib } : {}, value, unit: 'µs', form, best: 'middle' }];
  });
