/**
 * A thread that judges one case after the other.
 *
 * A set is functions, so it comes by its name. Left out: which cases are worth a thread.
 */
import { setNamed } from './catalog.ts';
import { judge, type Case, type Judgement } from './judge.ts';

/** A case as a message. */
export type SentCase = Omit<Case, 'set'> & { readonly set: string };

export const judged = ({ set, ...one }: SentCase): Judgement => judge({ ...one, set: setNamed(set)! });
