/**
 * What a trace costs on a host that is given whole: stock, all fixes, and the twin without latency.
 *
 * The plan is the one that `replay` makes; only host and guest are put in their place. Left out: intervals over seeds,
 * and every variant in between.
 */
import type { Recording } from '../../model/recording.ts';
import { ingest } from '../../traces/ingest.ts';
import { experimentOf } from '../campaign/experiment.ts';
import { runJob, type CampaignSetting, type Job } from '../campaign/job.ts';
import { planOf } from '../campaign/plan.ts';
import { scoreOf, type Metrics } from '../measure/score.ts';
import type { Believed } from './draws.ts';
import { withRoom } from './scenarios.ts';

export interface TraceOutcome {
  readonly stock: Metrics;
  readonly all: Metrics;
}

export type OnTrace = (believed: Believed, seed: number) => Promise<TraceOutcome>;

/** Reads the trace once. @throws {InputError} when it cannot be read */
export const traceBench = async (trace: string, host: string): Promise<OnTrace> => {
  const experiment = experimentOf({ trace, host });
  const { workload } = await ingest(trace);
  const planned = planOf(experiment, workload);
  const needed = planned.plan.fleet.profile.values.machine;
  return async ({ profile, guest }, seed) => {
    const fleet = {
      ...planned.plan.fleet,
      profile: withRoom(profile, needed.memory - needed.dom0Memory),
      guest,
    };
    const setting: CampaignSetting = { ...planned, plan: { ...planned.plan, fleet } };
    const run = (variant: string): Promise<Recording> => {
      const job: Job = { variant, policy: experiment.policies[0]!, seed };
      return runJob(setting, job);
    };
    const ideal = await run('ideal');
    const scored = async (variant: string): Promise<Metrics> =>
      scoreOf({ variant: await run(variant), ideal, oracle: ideal });
    return { stock: await scored('stock'), all: await scored('all') };
  };
};
