/**
 * The outline of a workload: the most that there is in each of so many equal parts of its time.
 *
 * Of a load its rate, of domains how many are alive. The most and not the mean, since a burst is what a reader looks for.
 */
import type { LifecycleWorkload, LoadWorkload, Workload } from '../model/workload.ts';

export const outlineOf = (workload: Workload, parts: number): readonly number[] =>
  workload.kind === 'load' ? ofLoad(workload, parts) : ofLifecycles(workload, parts);

const ofLoad = ({ at, rate, horizon }: LoadWorkload, parts: number): number[] => {
  const most = Array.from({ length: parts }, () => 0);
  for (let i = 0; i < at.length; i += 1)
    raise(most, at[i]! / horizon, (at[i + 1] ?? horizon) / horizon, rate[i]!);
  return most;
};

/** Who ends at a moment makes room for who begins at it. */
const ofLifecycles = ({ created, deleted, horizon }: LifecycleWorkload, parts: number): number[] => {
  const most = Array.from({ length: parts }, () => 0);
  const ends = deleted.slice().sort();
  let alive = 0;
  let since = 0;
  for (let begun = 0, ended = 0; begun < created.length || ended < ends.length;) {
    const births = created[begun] ?? Number.POSITIVE_INFINITY;
    const deaths = ends[ended] ?? Number.POSITIVE_INFINITY;
    const next = Math.min(births, deaths);
    raise(most, since / horizon, next / horizon, alive);
    since = next;
    if (deaths <= births) {
      alive -= 1;
      ended += 1;
    } else {
      alive += 1;
      begun += 1;
    }
  }
  return most;
};

/** `from` and `to` are shares of the whole. */
const raise = (most: number[], from: number, to: number, value: number): void => {
  const first = Math.floor(from * most.length);
  const end = Math.max(first + 1, Math.ceil(to * most.length));
  for (let part = first; part < end && part < most.length; part += 1) {
    if (value > most[part]!) most[part] = value;
  }
};
