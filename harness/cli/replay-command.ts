/**
 * `replay`: from flags to an experiment, through the campaign, to a document on disk and a report on standard output.
 *
 * Left out: everything that is computed. What is needed is loaded when it is needed.
 */
import type { Command } from 'commander';
import { flagNames, spelled, type FlagName } from '../campaign/defaults.ts';
import type { Replayed } from '../campaign/assembly.ts';
import type { Experiment } from '../campaign/experiment.ts';
import type { ResultDocument } from '../result/document.ts';
import { exitStatus } from './exit.ts';
import type { Interruption } from './interrupt.ts';
import { experimentOptions, outputOptions, replayHelp } from './replay-options.ts';

/** As commander hands them over: text, or true for a switch. */
type Typed = { readonly [F in FlagName]?: string } & {
  readonly out: string;
  readonly workers: string;
  readonly json?: true;
  readonly detail?: true;
  /** False where the page is not wanted. */
  readonly report: boolean;
  readonly printConfig?: true;
};

export const declare = (command: Command): void => {
  command.argument('<trace...>', 'files of any known format').configureHelp({ formatHelp: replayHelp });
  for (const name of flagNames) {
    const { argument, about } = experimentOptions[name];
    command.option(`--${spelled(name)} <${argument}>`, about);
  }
  const { out, workers, json, detail, report } = outputOptions;
  command
    .option(`--out <${out.argument}>`, out.about, out.default)
    .option(`--workers <${workers.argument}>`, workers.about, workers.default)
    .option('--json', json.about)
    .option('--detail', detail.about)
    .option('--no-report', report.about)
    .option('--print-config', outputOptions['print-config'].about)
    .action(replay);
};

const colourWanted = (): boolean => process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';

const configOf = ({ trace, flags, policies, variants, seeds, again }: Experiment): string =>
  `${JSON.stringify({ schema: 'xenreplay/experiment/1', trace, ...flags, policies, variants, seeds, again }, null, 2)}\n`;

const replay = async (traces: readonly string[], typed: Typed): Promise<void> => {
  const {
    out,
    workers: threads,
    json = false,
    detail = false,
    report,
    printConfig = false,
    ...flags
  } = typed;
  const { experimentOf } = await import('../campaign/experiment.ts');
  const { whole, wordOr } = await import('../campaign/quantity.ts');
  const workers = wordOr('auto', whole(1, 1024))(threads, '--workers');
  // every line is checked before the first replay begins
  const experiments = traces.map((trace) => experimentOf({ ...flags, trace }));
  if (printConfig) {
    process.stdout.write(experiments.map(configOf).join(''));
    return;
  }
  const { interruptible } = await import('./interrupt.ts');
  const interruption = interruptible();
  let first = true;
  for (const experiment of experiments) {
    const { text, interrupted } = await replayed(experiment, {
      out,
      workers,
      json,
      detail,
      report,
      interruption,
    });
    process.stdout.write(`${first || json ? '' : '\n'}${text}`);
    first = false;
    if (interrupted) {
      process.exitCode = exitStatus.interrupted;
      return;
    }
  }
};

interface Output {
  readonly out: string;
  readonly workers: number | 'auto';
  readonly json: boolean;
  readonly detail: boolean;
  readonly report: boolean;
  readonly interruption: Interruption;
}

const replayed = async (
  experiment: Experiment,
  { out, workers, json, detail, report, interruption: { signal, heeded } }: Output,
): Promise<{ text: string; interrupted: boolean }> => {
  const { runCampaign } = await import('../campaign/campaign.ts');
  const { progressOn } = await import('./progress.ts');
  const { readingOf } = await import('../work/reading.ts');
  // two works, each with a pace of its own
  const read = progressOn(process.stderr);
  const progress = progressOn(process.stderr);
  try {
    const replays: Replayed[] = [];
    const replayed = (one: Replayed): void => {
      replays.push(one);
    };
    const document = await runCampaign(experiment, {
      reading: readingOf({ progress: read.show, signal }, experiment.trace),
      progress: progress.show,
      workers,
      signal,
      replayed,
    });
    heeded();
    progress.clear();
    const { saveResult } = await import('../result/store.ts');
    const path = await saveResult(document, out);
    process.stderr.write(`result: ${path}\n`);
    // an interrupt may have left nothing to draw
    if (report && replays.length > 0)
      process.stderr.write(`report: ${await savePage(document, replays, path)}\n`);
    return {
      text: json ? await documentText(document) : await reportText(document, detail),
      interrupted: document.partial !== undefined || signal.aborted,
    };
  } finally {
    read.clear();
    progress.clear();
  }
};

/** Beside the document, under its name. */
const savePage = async (
  document: ResultDocument,
  replays: readonly Replayed[],
  documentPath: string,
): Promise<string> => {
  const { pageOf } = await import('../page/page.ts');
  const { writeWhole } = await import('../result/store.ts');
  const path = documentPath.replace(/\.json$/, '.html');
  await writeWhole(path, await pageOf(document, replays));
  return path;
};

const documentText = async (document: ResultDocument): Promise<string> => {
  const { serialised } = await import('../result/document.ts');
  return serialised(document);
};

const reportText = async (document: ResultDocument, detail: boolean): Promise<string> => {
  const { replayReport } = await import('../report/replay-report.ts');
  return `${replayReport(document, { colour: colourWanted(), detail })}\n`;
};
