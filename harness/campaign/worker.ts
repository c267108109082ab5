/**
 * A worker thread of a campaign: runs one replay at a time and says how far it is.
 *
 * Left out: the order of replays and what becomes of the recordings.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Recording } from '../../model/recording.ts';
import { runJob, type CampaignSetting, type Job } from './job.ts';

/** Sent while a replay runs. */
export interface WorkerProgress {
  readonly index: number;
  readonly share: number;
}

const setting = workerData as CampaignSetting;

export const run = ({ index, job }: { readonly index: number; readonly job: Job }): Promise<Recording> =>
  runJob(setting, job, (share) => parentPort?.postMessage({ index, share } satisfies WorkerProgress));
