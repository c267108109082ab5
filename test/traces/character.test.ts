/** Figures of a workload's character against what counting by hand gives. */
import { fc, testProp } from '@fast-check/ava';
import { moment } from '../../model/kernel/units.ts';
import { CENSORED_START, type LifecycleWorkload } from '../../model/workload.ts';
import { lifecycleCharacter } from '../../traces/character.ts';

const SECOND = 1_000_000;
const HORIZON = 600 * SECOND;

/** Many at one moment, zero lifetimes, and the ends of the trace, as in traces with bins. */
const domains = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.integer({ min: 0, max: HORIZON }),
        fc.constantFrom(0, 60 * SECOND, 300 * SECOND, HORIZON - 1, HORIZON),
      ),
      fc.oneof(fc.constantFrom(0, 1, 60 * SECOND, HORIZON), fc.integer({ min: 0, max: HORIZON })),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn) => drawn.toSorted(([a], [b]) => a - b));

const workloadOf = (drawn: readonly (readonly [number, number, boolean])[]): LifecycleWorkload => ({
  kind: 'lifecycle',
  horizon: moment(HORIZON),
  created: Float64Array.from(drawn, ([at]) => at),
  deleted: Float64Array.from(drawn, ([at, life]) => Math.min(at + life, HORIZON)),
  vcpus: new Uint16Array(drawn.length).fill(1),
  memoryMib: new Uint32Array(drawn.length).fill(1),
  marks: Uint8Array.from(drawn, ([, , known]) => (known ? 0 : CENSORED_START)),
});

testProp('peakLive is the most that are alive at any creation', [domains], (t, drawn) => {
  const workload = workloadOf(drawn);
  const { created, deleted } = workload;
  const alive = (at: number): number =>
    created.filter((begins, i) => begins <= at && deleted[i]! > at).length;
  t.is(lifecycleCharacter(workload, undefined, true).peakLive, Math.max(...Array.from(created, alive)));
});

testProp(
  'bursts are the most known creations in a window that begins at one of them',
  [domains],
  (t, drawn) => {
    const workload = workloadOf(drawn);
    const known = Array.from(workload.created).filter((_, i) => workload.marks[i] === 0);
    const most = (window: number): number =>
      Math.max(0, ...known.map((from) => known.filter((at) => at >= from && at < from + window).length));
    t.deepEqual(lifecycleCharacter(workload, undefined, true).bursts, {
      in1s: most(SECOND),
      in60s: most(60 * SECOND),
      in300s: most(300 * SECOND),
    });
  },
);
