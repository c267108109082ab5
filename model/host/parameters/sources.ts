/**
 * Where the host's numbers come from, in the few forms they take. Left out: the numbers.
 */
import type { Source } from '../../kernel/parameter.ts';

/** Read in Xen's source: release, file and function. */
export const xenSource = (place: string): Source => ({ kind: 'cited', work: 'Xen source', place });

/** Said by a commit, a mail or a paper that is public. */
export const cited = (work: string, place: string): Source => ({ kind: 'cited', work, place });

/** Measured for this project on real xenstored daemons, without a hypervisor, or on a real Xen under emulation. */
export const measuredOn = (on: string, how: string): Source => ({ kind: 'measured', on, how });

export const assumed = (because: string): Source => ({ kind: 'assumed', because });
