/**
 * The policies and bounds there are, by name: a new one is a file and a line here.
 *
 * Left out: a user's own policy, which is a module and not in the catalog.
 */
import { InputError } from '../kernel/faults.ts';
import { adapt } from './adapt.ts';
import { autoscale } from './autoscale.ts';
import { azure } from './azure.ts';
import { oracle, peak, quantile } from './bounds.ts';
import { conpaas } from './conpaas.ts';
import type { PolicyEntry } from './contract.ts';
import { erlangSizing } from './erlang-sizing.ts';
import { gcpMig } from './gcp-mig.ts';
import { hist } from './hist.ts';
import { hpa } from './hpa.ts';
import { keda } from './keda.ts';
import { kpa } from './kpa.ts';
import { lastValue } from './last-value.ts';
import { oracleL } from './oracle-l.ts';
import { autoregressive, holtWinters, seasonalNaive } from './predictive.ts';
import { react } from './react.ts';
import { reg } from './reg.ts';
import { heat, simpleScaling } from './simple-scaling.ts';
import { didYouMean } from '../kernel/spelling.ts';
import { delayedOff, mmkSetup, neverCancel, staggered } from './setup-on-demand.ts';
import { fixed } from './static.ts';
import { stepScaling } from './step-scaling.ts';
import { targetTracking } from './target-tracking.ts';

/** In the order they are listed: first what most people ask for, bounds last. */
export const policies: readonly PolicyEntry[] = [
  hpa, // Kubernetes HPA v2
  kpa, // Knative
  keda, // Kubernetes, from zero by a queue
  targetTracking, // AWS, a model
  stepScaling, // AWS
  simpleScaling, // AWS
  heat, // OpenStack
  azure, // Azure, a model
  gcpMig, // Google Cloud, a model
  react, // the five of ICPE '17
  adapt,
  hist,
  reg,
  conpaas,
  autoscale, // made for set-up times
  erlangSizing, // sized by the objective
  seasonalNaive, // predictive, beside a reactive one
  holtWinters,
  autoregressive,
  lastValue, // the no-skill forecast
  fixed, // no autoscaling
  mmkSetup, // woken by requests, as the next three: a start for each that waits
  staggered, // one start at a time
  neverCancel, // no start is given up
  delayedOff, // an idle replica waits before it is off
  peak, // bound: the most that is ever needed
  quantile, // bound: what is needed for most of the time
  oracle, // bound: what is needed, known in advance
  oracleL, // bound: the same with what a start costs
];

/** @throws {InputError} with the known names and the nearest, where there is no such policy */
export const policyNamed = (name: string): PolicyEntry => {
  const found = policies.find((policy) => policy.name === name);
  if (found !== undefined) return found;
  const known = policies.map((policy) => policy.name);
  throw new InputError(`policy: found "${name}"; known: ${known.join(', ')}${didYouMean(name, known)}`);
};
