/**
 * Knative's decider: from a stable and a panic average to a number of pods, with the memory that panic needs.
 *
 * Over the panic threshold the decider never goes down, until a stable window has passed without being over it. A
 * scale-down delay holds the largest answer of the last ticks. Left out: bounds and the way to zero (kpa.ts), how the
 * averages come about (kpa-window), and how many activators there are.
 *
 * @source knative/serving pkg/autoscaler/scaling/autoscaler.go, pkg/autoscaler/aggregation/max; policies.md section 4
 */
import { after, inSeconds, type Micros, type Moment } from '../kernel/units.ts';

export interface DeciderSpec {
  /** Of the metric per pod, times the target utilisation. */
  readonly target: number;
  /** What a pod can do at most, in the metric. */
  readonly totalValue: number;
  /** 0: never through the activator; −1: always. */
  readonly targetBurstCapacity: number;
  /** Pods wanted by the panic window over ready pods, from which on it panics. */
  readonly panicThreshold: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  readonly stableWindow: Micros;
  /** Traffic may reach it: an unreachable one goes down without limit and without delay. */
  readonly reachable: boolean;
  readonly scaleDownDelay: Micros;
  /** Where it scales up at all, then to this many. */
  readonly activationScale: number;
  /** Time from tick to tick, whole seconds upstream. */
  readonly tick: Micros;
}

interface Answered {
  /** Number of the tick. */
  readonly tick: number;
  readonly pods: number;
}

export interface DeciderState {
  /** When it was last over the panic threshold; undefined while it does not panic. */
  readonly panicSince: Moment | undefined;
  readonly panicPods: number;
  /** Answers within the scale-down delay, falling: what a later one exceeds does not matter any more. */
  readonly answers: readonly Answered[];
}

/** A decider made while more than one pod is ready begins in panic: it has no history to scale down by. */
export const deciderAt = (createdAt: Moment, ready: number): DeciderState => ({
  panicSince: ready > 1 ? createdAt : undefined,
  panicPods: ready,
  answers: [],
});

export interface DeciderView {
  readonly at: Moment;
  readonly ready: number;
  /** Averages of the metric, over all pods. */
  readonly stable: number;
  readonly panic: number;
}

export interface Decided {
  readonly state: DeciderState;
  readonly pods: number;
  /** What the ready pods could take at once beyond the present and the target burst; negative: through the activator. */
  readonly excessBurstCapacity: number;
  readonly ground: string;
}

export const decidePods = (spec: DeciderSpec, before: DeciderState, view: DeciderView): Decided => {
  const ready = Math.max(1, view.ready);
  const most = Math.ceil(spec.maxScaleUpRate * ready);
  const least = spec.reachable ? Math.floor(ready / spec.maxScaleDownRate) : 0;
  const wanted = (value: number): { raw: number; pods: number } => {
    const raw = Math.ceil(value / spec.target);
    const limited = Math.trunc(Math.min(Math.max(raw, least), most));
    const activates = spec.activationScale > 1 && raw > 0 && limited < spec.activationScale;
    return { raw, pods: activates ? spec.activationScale : limited };
  };
  const stable = wanted(view.stable);
  const panic = wanted(view.panic);

  const over = panic.raw / ready >= spec.panicThreshold;
  const calm =
    before.panicSince !== undefined && !over && after(before.panicSince, spec.stableWindow) < view.at;
  const panicSince = over ? view.at : calm ? undefined : before.panicSince;
  const panicPods =
    panicSince === undefined
      ? calm
        ? 0
        : before.panicPods
      : Math.max(before.panicPods, stable.pods, panic.pods);
  const decided = panicSince === undefined ? stable.pods : panicPods;

  const delays = spec.reachable && spec.scaleDownDelay > 0;
  const answers = delays ? withAnswer(before.answers, spec, view.at, decided) : before.answers;
  const pods = delays ? answers[0]!.pods : decided;
  return {
    state: { panicSince, panicPods, answers },
    pods,
    excessBurstCapacity: excessOf(spec, view),
    ground: groundOf(
      panicSince !== undefined,
      stable,
      panicPods > Math.max(stable.pods, panic.pods),
      pods > decided,
    ),
  };
};

/** The largest of each moment on, of the ticks that the delay reaches back. */
const withAnswer = (
  answers: readonly Answered[],
  { scaleDownDelay, tick }: DeciderSpec,
  at: Moment,
  pods: number,
): readonly Answered[] => {
  const length = Math.ceil(scaleDownDelay / tick);
  // upstream counts whole seconds
  const now = Math.floor(Math.floor(inSeconds(at)) / inSeconds(tick));
  const earlier = answers.filter((one) => now - one.tick < length);
  // two answers of one tick: the larger
  const same = earlier.at(-1)?.tick === now ? earlier.at(-1)!.pods : 0;
  const larger = Math.max(pods, same);
  return [...earlier.filter((one) => one.pods > larger && one.tick !== now), { tick: now, pods: larger }];
};

const excessOf = (
  { targetBurstCapacity, totalValue }: DeciderSpec,
  { ready, panic }: DeciderView,
): number => {
  if (targetBurstCapacity === 0) return 0;
  return targetBurstCapacity > 0 ? Math.floor(ready * totalValue - targetBurstCapacity - panic) : -1;
};

const groundOf = (
  panics: boolean,
  stable: { readonly raw: number; readonly pods: number },
  heldByPanic: boolean,
  heldByDelay: boolean,
): string => {
  const limited =
    stable.raw > stable.pods
      ? ', limited by the scale-up rate'
      : stable.raw < stable.pods
        ? ', limited by the scale-down rate'
        : '';
  const mode = panics ? (heldByPanic ? 'panic, no decrease' : 'panic') : `stable${limited}`;
  return heldByDelay ? `${mode}, held by the scale-down delay` : mode;
};
