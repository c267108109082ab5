/** Campaigns for tests: files of their own, and every default but those that are named. */
import { serialised, type ResultDocument, type VariantResult } from '../../harness/result/document.ts';
import { experimentOf, type Experiment, type Flags } from '../../harness/campaign/experiment.ts';
import { runCampaign, type CampaignOptions } from '../../harness/campaign/campaign.ts';

export const quiet = (workers: number = 1): CampaignOptions => ({ workers, progress: () => undefined });

export const campaignOf = (flags: Flags, options: Partial<CampaignOptions> = {}): Promise<ResultDocument> =>
  runCampaign(experimentOf(flags), { ...quiet(), ...options });

export const bytesOf = (experiment: Experiment, options: CampaignOptions): Promise<string> =>
  runCampaign(experiment, options).then(serialised);

export const variantIn = (document: ResultDocument, name: string): VariantResult =>
  document.variants.find((variant) => variant.name === name)!;

export const valueIn = (document: ResultDocument, name: string, metric: string): number | null =>
  variantIn(document, name).metrics[metric]!.value;

/** 40 domains at once on three hosts, for a minute; some there before, some after. */
export const CROWD = [
  'created_s,deleted_s,vcpus,memory_gib',
  ...Array.from({ length: 3 }, () => ',100,1,1'),
  ...Array.from({ length: 20 }, () => '10,70,1,4'),
  ...Array.from({ length: 3 }, () => '50,,2,2'),
  '300,310,1,1',
  '',
].join('\n');

/** Load steps of a minute, requests per second. */
export const STEP = [
  'time_s,load_rps',
  ...[5, 5, 40, 40, 40, 5, 5, 5, 5, 5].map((rate, i) => `${i * 60},${rate}`),
  '',
].join('\n');
