/** The public traces that are known. A new one is an entry in the list of its kind. */
import { publicLifecycles } from './public-lifecycles.ts';
import { publicRequests } from './public-requests.ts';
import { publicSeries } from './public-series.ts';
import type { PublicTrace } from './public-trace.ts';

export const publicTraces: readonly PublicTrace[] = [...publicLifecycles, ...publicRequests, ...publicSeries];
