/**
 * A worker thread of a campaign: runs one replay at a time and says how far it is.
 *
 * Left out: the order of replays and what becomes of the answers.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { madeOf } from './headroom.ts';
import type { CampaignSetting, Job, Made } from './job.ts';

/** Sent while a job runs: how far it is, or what is known of it so far, should it be ended. */
export type WorkerNews = { readonly index: number } & ({ readonly share: number } | { readonly known: Made });

const setting = workerData as CampaignSetting;

/** A fault crosses threads as data: a copied error keeps no name of ours, and the name says whose fault it is. */
export type WorkerAnswer = { readonly made: Made } | { readonly fault: WorkerFault };

type WorkerFault = Pick<Error, 'name' | 'message' | 'stack'>;

export const run = async ({
  index,
  job,
}: {
  readonly index: number;
  readonly job: Job;
}): Promise<WorkerAnswer> => {
  try {
    const tell = (news: WorkerNews): void => parentPort?.postMessage(news);
    const search = {
      progress: (share: number): void => tell({ index, share }),
      between: (known: Made): Promise<void> => {
        tell({ index, known });
        return Promise.resolve();
      },
    };
    return { made: await madeOf(setting, job, search) };
  } catch (fault) {
    const { name, message, stack } = fault instanceof Error ? fault : new Error(String(fault));
    return { fault: { name, message, ...(stack === undefined ? {} : { stack }) } };
  }
};
