/**
 * The last sentence of a replay's report: under one policy what the fixes buy, of several which pair decides.
 *
 * Left out: whether it is worth the money.
 */
import type { ResultDocument } from '../result/document.ts';
import { fixesSentence } from './fixes-verdict.ts';
import { headroomClause } from './headroom-report.ts';
import { policiesSentence } from './policies-verdict.ts';
import { counted } from './text.ts';

/** One sentence, without a full stop; it says so where the run was interrupted. */
export const lastSentence = (document: ResultDocument): string => {
  const answer = document.policies.length > 1 ? policiesSentence(document) : fixesSentence(document);
  const headroom = headroomClause(document);
  const sentence = headroom === undefined ? answer : `${answer}; ${headroom}`;
  if (document.partial === undefined) return sentence;
  const { replaysDone, replaysPlanned } = document.partial;
  return `Interrupted after ${replaysDone} of ${counted(replaysPlanned, 'replay')}, so what follows is not the whole: ${sentence}`;
};
