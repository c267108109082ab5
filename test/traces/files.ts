/** Small files for the tests of readers, written to a folder of their own that goes with the process. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IngestOptions } from '../../traces/choices.ts';
import { ingest } from '../../traces/ingest.ts';
import type { Ingested } from '../../traces/report.ts';
import {
  CENSORED_END,
  CENSORED_START,
  type LifecycleWorkload,
  type LoadWorkload,
} from '../../model/workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'xenreplay-traces-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** A new file of this name and content, in a folder of its own. */
export const fileOf = (name: string, content: string | Buffer): string => {
  files += 1;
  const path = join(folder, String(files), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

export const besideOf = (path: string, name: string, content: string | Buffer): void =>
  writeFileSync(join(dirname(path), name), content);

export const ingestText = (content: string | Buffer, options: IngestOptions = {}, name = 'trace.csv') =>
  ingest(fileOf(name, content), options);

export const lifecycleIn = ({ workload }: Ingested): LifecycleWorkload => {
  if (workload.kind !== 'lifecycle') throw new Error(`a ${workload.kind} where lifecycles were expected`);
  return workload;
};

export const loadIn = ({ workload }: Ingested): LoadWorkload => {
  if (workload.kind !== 'load') throw new Error(`a ${workload.kind} where a load was expected`);
  return workload;
};

/** Per domain: created, deleted (seconds), vcpus, MiB; `<` a censored start, `>` a censored end. */
export const domainsIn = (ingested: Ingested): readonly string[] => {
  const { created, deleted, vcpus, memoryMib, marks } = lifecycleIn(ingested);
  return Array.from(created, (at, row) => {
    const start = (marks[row]! & CENSORED_START) === 0 ? `${at / 1e6}` : '<';
    const end = (marks[row]! & CENSORED_END) === 0 ? `${deleted[row]! / 1e6}` : '>';
    return `${start} ${end} ${vcpus[row]} ${memoryMib[row]}`;
  });
};

export const readAs = async (format: string, text: string, options: IngestOptions = {}) => {
  const ingested = await ingestText(text, options);
  return { ...ingested, found: ingested.report.format === format, domains: domainsIn(ingested) };
};

export const droppedIn = ({ report }: Ingested): Record<string, number> =>
  Object.fromEntries(report.dropped.map(({ reason, rows }) => [reason, rows]));

/** The message a promise fails with, the folder of the file taken off. */
export const complaintOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'InputError')
      return fault.message.replaceAll(/\/\S*\//g, '');
    throw fault;
  }
  return 'no complaint';
};
