/**
 * Runs the replays of a campaign, here or on worker threads; what became of them comes back in the order of the jobs.
 *
 * A replay depends on nothing but its job, so the number of workers changes nothing but the time. Left out: workers on
 * other machines.
 */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { madeOf } from './headroom.ts';
import type { CampaignSetting, Job, Made } from './job.ts';
import { breath, isInterrupt } from '../work/pieces.ts';
import type { WorkerAnswer, WorkerNews } from './worker.ts';

export interface RunnerOptions {
  readonly workers: number | 'auto';
  /** Share of all replays that is done, 0 to 1. */
  readonly progress: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Domains or load steps below which a thread costs more than it saves. */
const SMALL = 20_000;
/** Replays that a search for headroom takes, about. */
const SEARCH = 8;
/** A thread without work for so long ends, and gives back what its replays took. */
const IDLE_MS = 500;
/** What a host of a hundred domains takes on a thread, as the large replay of `bench speed` has it, and what all may, MB. */
const PER_HOST = 0.25;
const HOSTS_MOST = 1_000;

interface Size {
  readonly jobs: number;
  /** Domains or load steps, of all replays together. */
  readonly rows: number;
  readonly hosts: number;
}

/** As many threads as there are processors, but none that costs more than it saves, and no more than memory is to hold. */
export const threadsFor = (
  { jobs, rows, hosts }: Size,
  workers: RunnerOptions['workers'],
  processors: number,
): number => {
  if (workers !== 'auto') return Math.min(workers, jobs);
  if (rows < SMALL) return 1;
  return Math.max(1, Math.min(processors, jobs, Math.floor(HOSTS_MOST / (PER_HOST * hosts))));
};

/**
 * @returns  what became of each job, or of a search that an interrupt ended, what was known; undefined for those that it
 *           kept from being made
 */
export const runJobs = async (
  setting: CampaignSetting,
  jobs: readonly Job[],
  options: RunnerOptions,
): Promise<readonly (Made | undefined)[]> => {
  const { workload, plan } = setting;
  const replays = jobs.reduce((sum, { isoSla }) => sum + (isoSla === undefined ? 1 : SEARCH), 0);
  const rows = replays * (workload.kind === 'load' ? workload.at.length : workload.created.length);
  const size = { jobs: jobs.length, rows, hosts: plan.fleet.hosts };
  const threads = threadsFor(size, options.workers, availableParallelism());
  const shares = new Float64Array(jobs.length);
  const report = (index: number, share: number): void => {
    // A worker's last message may come after its answer.
    shares[index] = Math.max(shares[index]!, share);
    options.progress(shares.reduce((sum, one) => sum + one, 0) / jobs.length);
  };
  // an interrupt is heard while a thread works, so a long replay is on one even where it is alone
  return threads > 1 || rows >= SMALL
    ? onThreads(setting, jobs, threads, report, options.signal)
    : here(setting, jobs, report, options.signal);
};

type Report = (index: number, share: number) => void;

const here = async (
  setting: CampaignSetting,
  jobs: readonly Job[],
  report: Report,
  signal: AbortSignal | undefined,
): Promise<readonly (Made | undefined)[]> => {
  const made: (Made | undefined)[] = [];
  for (const [index, job] of jobs.entries()) {
    let known: Made | undefined;
    const search = {
      progress: (share: number): void => report(index, share),
      between: (found: Made): Promise<void> => {
        known = found;
        return breath({ signal });
      },
    };
    try {
      await breath({ signal });
      made.push(await madeOf(setting, job, search));
      report(index, 1);
    } catch (fault) {
      if (!isInterrupt(fault, { signal })) throw fault;
      made.push(known);
    }
  }
  return made;
};

const onThreads = async (
  setting: CampaignSetting,
  jobs: readonly Job[],
  threads: number,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<readonly (Made | undefined)[]> => {
  const { Piscina } = await import('piscina');
  // Every replay listens to the one signal, and Node warns of more than ten as of a leak.
  if (signal !== undefined) setMaxListeners(jobs.length + 1, signal);
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    workerData: setting,
  });
  const known = new Map<number, Made>();
  pool.on('message', (news: WorkerNews) => {
    if ('share' in news) report(news.index, news.share);
    else known.set(news.index, news.known);
  });
  // A worker that an interrupt ended may still have answered; there is nobody left to tell.
  pool.on('error', (fault: unknown) => {
    if (!(signal?.aborted ?? false)) throw fault;
  });
  const runOne = async (job: Job, index: number): Promise<Made | undefined> => {
    const answer = await askWorker(
      pool.run({ index, job }, { name: 'run', ...(signal === undefined ? {} : { signal }) }),
      signal,
    );
    if (answer === undefined) return known.get(index);
    if ('fault' in answer) throw Object.assign(new Error(answer.fault.message), answer.fault);
    report(index, 1);
    return answer.made;
  };
  const made: (Made | undefined)[] = Array.from({ length: jobs.length });
  const faults: { readonly index: number; readonly fault: unknown }[] = [];
  const waiting = jobs.entries();
  // In the order of the jobs, so that an interrupt leaves whole seeds: the pool's own queue does not keep it.
  const lane = async (): Promise<void> => {
    for (const [index, job] of waiting) {
      if (faults.length > 0 || (signal?.aborted ?? false)) return;
      try {
        made[index] = await runOne(job, index);
      } catch (fault) {
        faults.push({ index, fault });
      }
    }
  };
  try {
    // Every replay is waited for, also after one has failed: a pool that is closed meanwhile fails for its own reasons.
    await Promise.all(Array.from({ length: threads }, lane));
    const [first] = faults.toSorted((a, b) => a.index - b.index);
    if (first !== undefined) throw first.fault;
    return made;
  } finally {
    await pool.destroy();
  }
};

/** The answer, or undefined where an interrupt came first. */
const askWorker = async (
  asked: Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<WorkerAnswer | undefined> => {
  try {
    return (await asked) as WorkerAnswer;
  } catch (fault) {
    if (signal?.aborted ?? false) return undefined;
    throw fault;
  }
};
