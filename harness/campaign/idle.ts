/**
 * Flags that were given and change nothing, since the trace is of the other kind: told, so that nobody believes in them.
 *
 * Not refused: several traces of both kinds may be replayed by one command line. Left out: `--read`, whose choices a format
 * has or has not (traces/choices refuses them).
 */
import { defaults, spelled, type FlagName } from './defaults.ts';
import type { Experiment } from './experiment.ts';

/** What a trace's rows are, and what drives the replay: an autoscaler turns domains into a load. */
export type Replayed = 'domains' | 'domains as load' | 'load';

const idle: Readonly<Record<Replayed, readonly FlagName[]>> = {
  domains: ['scale', 'utilisationAs', 'gaps', 'requests', 'tick', 'memory', 'vcpus'],
  'domains as load': ['utilisationAs', 'gaps', 'destroy'],
  load: ['placement', 'destroy', 'censored'],
};

/** A line each. */
export const idleFlags = ({ flags }: Pick<Experiment, 'flags'>, replayed: Replayed): string[] =>
  idle[replayed]
    .filter((name) => flags[name] !== defaults[name])
    .map((name) => `--${spelled(name)} ${flags[name]} changes nothing here: ${REASON[replayed]}`);

const REASON: Readonly<Record<Replayed, string>> = {
  domains: 'the trace is of domains, which it drives itself',
  'domains as load': 'an autoscaler follows how many domains were alive',
  load: 'the trace is a load',
};
