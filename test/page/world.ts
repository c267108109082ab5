/** Pages for tests: a small campaign, its document, and what the page keeps of its replays. */
import type { Replayed } from '../../harness/campaign/assembly.ts';
import { runCampaign } from '../../harness/campaign/campaign.ts';
import { experimentOf, type Flags } from '../../harness/campaign/experiment.ts';
import { pageOf } from '../../harness/page/page.ts';
import type { ResultDocument } from '../../harness/result/document.ts';
import { quiet } from '../campaign/world.ts';

export interface Made {
  readonly document: ResultDocument;
  readonly replays: readonly Replayed[];
  readonly page: string;
}

export const madeOf = async (flags: Flags, workers = 1): Promise<Made> => {
  const replays: Replayed[] = [];
  const replayed = (one: Replayed): void => {
    replays.push(one);
  };
  const document = await runCampaign(experimentOf(flags), { ...quiet(workers), replayed });
  return { document, replays, page: await pageOf(document, replays) };
};

const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta']);

/** Elements of a page, by a reading that knows no more than tags: what is not closed or closes nothing is a fault. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Names of the elements it stands in, the outermost first. */
  readonly within: readonly string[];
}

export const tagsOf = (
  page: string,
): { readonly tags: readonly Tag[]; readonly faults: readonly string[] } => {
  const tags: Tag[] = [];
  const faults: string[] = [];
  const open: string[] = [];
  const raw = page
    .replaceAll(/(<(script|style)\b[^>]*>)[\s\S]*?(?=<\/\2>)/g, '$1')
    .replace(/^<!doctype html>/, '');
  for (const [all, end, name, rest] of raw.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>|</g,
  )) {
    if (name === undefined) faults.push('a < that begins no tag');
    else if (end === '/') {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last ?? 'nothing'}>`);
    } else {
      const attributes = new Map(
        [...rest!.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key!, value ?? '']),
      );
      tags.push({ name, attributes, within: [...open] });
      if (!VOID.has(name) && !all.endsWith('/>')) open.push(name);
    }
  }
  return { tags, faults: [...faults, ...open.map((name) => `<${name}> is not closed`)] };
};
