/** Proposals of the HPA, worked out by hand: the derivation stands beside each. */
import test from 'ava';
import type { Metric, MetricKind, Pods } from '../../model/policy/hpa-metric.ts';
import type { PodClass } from '../../model/policy/hpa-readiness.ts';
import { propose, proposeAll } from '../../model/policy/hpa-replicas.ts';

const tenth = { up: 0.1, down: 0.1 };

const pods = (count: number, as: PodClass, usageMilli?: number): Pods => ({
  count,
  class: as,
  serving: as === 'ready',
  usageMilli,
  requestMilli: 1000,
});

const utilization = (target: number, ...groups: Pods[]): Metric => ({
  kind: 'resource-utilization',
  target,
  pods: groups,
});

interface Row {
  readonly what: string;
  readonly metric: Metric;
  readonly current: number;
  readonly replicas: number;
  readonly ground: string;
}

const rows: readonly Row[] = [
  {
    what: 'use above target scales up by the ratio', // 90 % / 60 % = 1.5; 1.5 × 4 = 6
    metric: utilization(60, pods(4, 'ready', 900)),
    current: 4,
    replicas: 6,
    ground: 'above target',
  },
  {
    what: 'a part of a replica is rounded up', // 70/60 = 1.1667; × 4 = 4.67 → 5
    metric: utilization(60, pods(4, 'ready', 700)),
    current: 4,
    replicas: 5,
    ground: 'above target',
  },
  {
    what: 'use below target scales down by the ratio', // 20/60 = 1/3; × 9 = 3
    metric: utilization(60, pods(9, 'ready', 200)),
    current: 9,
    replicas: 3,
    ground: 'below target',
  },
  {
    what: 'the upper end of the tolerance is inside it', // 55/50 = 1.1 = 1 + 0.1
    metric: utilization(50, pods(10, 'ready', 550)),
    current: 10,
    replicas: 10,
    ground: 'within tolerance',
  },
  {
    what: 'the lower end of the tolerance is inside it', // 45/50 = 0.9 = 1 − 0.1
    metric: utilization(50, pods(10, 'ready', 450)),
    current: 10,
    replicas: 10,
    ground: 'within tolerance',
  },
  {
    what: 'utilisation is cut to a whole percent before it is compared', // 55.9 % is 55 %, still within
    metric: utilization(50, pods(10, 'ready', 559)),
    current: 10,
    replicas: 10,
    ground: 'within tolerance',
  },
  {
    what: 'a whole percent above the tolerance is acted on', // 56/50 = 1.12; × 10 = 11.2 → 12
    metric: utilization(50, pods(10, 'ready', 560)),
    current: 10,
    replicas: 12,
    ground: 'above target',
  },
  {
    what: 'measured replicas are multiplied, not the size asked for', // 1 of 4 is there at 100/50 = 2; 2 × 1 = 2
    metric: utilization(50, pods(1, 'ready', 1000)),
    current: 4,
    replicas: 2,
    ground: 'above target',
  },
  {
    what: 'starting replicas count as idle on the way up', // (2 × 900 + 2 × 0) / 4 = 45 %; 45/50 = 0.9 is within
    metric: utilization(50, pods(2, 'ready', 900), pods(2, 'unready')),
    current: 4,
    replicas: 4,
    ground: 'within tolerance',
  },
  {
    what: 'starting replicas that do not suffice dampen the way up', // (4 × 1000) / 6 = 66 %; 66/50 = 1.32; × 6 = 7.92 → 8
    metric: utilization(50, pods(4, 'ready', 1000), pods(2, 'unready')),
    current: 6,
    replicas: 8,
    ground: 'above target',
  },
  {
    what: 'starting replicas enough to turn the direction hold the size', // 60/50 up, but 2 × 600 / 8 = 15 % is down
    metric: utilization(50, pods(2, 'ready', 600), pods(6, 'unready')),
    current: 8,
    replicas: 8,
    ground: 'scale direction would change',
  },
  {
    what: 'starting replicas are out of account on the way down', // 20/50 = 0.4; × 5 = 2
    metric: utilization(50, pods(5, 'ready', 200), pods(3, 'unready')),
    current: 8,
    replicas: 2,
    ground: 'below target',
  },
  {
    what: 'replicas without a sample count as fully used on the way down', // (4 × 100 + 1 × 1000) / 5 = 28 %; 28/50 × 5 = 2.8 → 3
    metric: utilization(50, pods(4, 'ready', 100), pods(1, 'missing')),
    current: 5,
    replicas: 3,
    ground: 'below target',
  },
  {
    what: 'replicas without a sample count at the target where that is above 100 %', // (3 × 600 + 1500) / 4 = 82 %; 82/150 × 4 = 2.19 → 3
    metric: utilization(150, pods(3, 'ready', 600), pods(1, 'missing')),
    current: 4,
    replicas: 3,
    ground: 'below target',
  },
  {
    what: 'replicas without a sample count as idle on the way up', // 3 × 1000 / 4 = 75 %; 75/50 = 1.5; × 4 = 6
    metric: utilization(50, pods(3, 'ready', 1000), pods(1, 'missing')),
    current: 4,
    replicas: 6,
    ground: 'above target',
  },
  {
    what: 'starting replicas do not bear on a size that is within tolerance', // 48/50 = 0.96; with them it would be 32/50
    metric: utilization(50, pods(10, 'ready', 480), pods(5, 'unready')),
    current: 15,
    replicas: 15,
    ground: 'within tolerance',
  },
  {
    what: 'fewer pods than asked for never make a scale-up a scale-down', // 2000/3 = 66 %; 1.32 × 3 = 3.96 → 4 < 10
    metric: utilization(50, pods(2, 'ready', 1000), pods(1, 'unready')),
    current: 10,
    replicas: 10,
    ground: 'scale direction would change',
  },
  {
    what: 'more pods than asked for never make a scale-down a scale-up', // 3400/9 = 37 %; 0.74 × 9 = 6.66 → 7 > 3
    metric: utilization(50, pods(8, 'ready', 300), pods(1, 'missing')),
    current: 3,
    replicas: 3,
    ground: 'scale direction would change',
  },
  {
    what: 'replicas without a sample never turn a scale-down round', // 40/50 down, but (400 + 3 × 1000) / 4 = 85 % is up
    metric: utilization(50, pods(1, 'ready', 400), pods(3, 'missing')),
    current: 4,
    replicas: 4,
    ground: 'scale direction would change',
  },
  {
    what: 'replicas without a sample are left out where the others are at target', // 50/50 = 1; as idle: 37/50
    metric: utilization(50, pods(3, 'ready', 500), pods(1, 'missing')),
    current: 4,
    replicas: 4,
    ground: 'within tolerance',
  },
  {
    what: 'an average is cut to a whole milli-unit before it is compared', // 332/3 = 110.67, cut to 110: 1.1 is within
    metric: { kind: 'pods-average', target: 100, pods: [pods(1, 'ready', 110), pods(2, 'ready', 111)] },
    current: 3,
    replicas: 3,
    ground: 'within tolerance',
  },
  {
    what: 'replicas on their way out are ignored', // 100/50 = 2; × 2 = 4
    metric: utilization(50, pods(2, 'ready', 1000), pods(5, 'ignored', 0)),
    current: 2,
    replicas: 4,
    ground: 'above target',
  },
  {
    what: 'an average per pod scales by its ratio to the target', // (20 + 10 + 30) / 3 = 20; 20/15 × 3 = 4
    metric: {
      kind: 'pods-average',
      target: 15_000,
      pods: [pods(1, 'ready', 20_000), pods(1, 'ready', 10_000), pods(1, 'ready', 30_000)],
    },
    current: 3,
    replicas: 4,
    ground: 'above target',
  },
  {
    what: 'a pod without a value counts at the target on the way down of an average', // (2 × 3 + 10) / 3 = 5.333; 0.5333 × 3 = 1.6 → 2
    metric: { kind: 'pods-average', target: 10_000, pods: [pods(2, 'ready', 3000), pods(1, 'missing')] },
    current: 3,
    replicas: 2,
    ground: 'below target',
  },
];

for (const { what, metric, current, replicas, ground } of rows) {
  test(what, (t) => {
    const proposal = propose(metric, { spec: current, status: current }, tenth);
    t.like(proposal, { replicas, ground });
  });
}

const valueRows: readonly (readonly [
  what: string,
  kind: MetricKind,
  target: number,
  value: number,
  spec: number,
  ready: number,
  replicas: number,
])[] = [
  ['the value of an object scales the ready pods', 'object-value', 15_000, 20_000, 3, 3, 4], // 4/3 × 3
  ['a value within tolerance leaves the size', 'external-value', 10_000, 10_500, 7, 5, 7],
  ['a value from zero is counted in targets, without tolerance', 'object-value', 10_000, 10_500, 0, 0, 2], // ceil 1.05
  ['an average value is divided out, whatever is ready', 'external-average', 2_200, 8_600, 3, 1, 4], // 8.6/2.2 = 3.9
  ['an average value from zero is divided out as well', 'object-average', 5_000, 11_000, 0, 0, 3], // ceil 2.2
];

for (const [what, kind, target, valueMilli, spec, ready, replicas] of valueRows) {
  test(what, (t) => {
    const metric: Metric = { kind, target, valueMilli, pods: [pods(ready, 'ready'), pods(9, 'unready')] };
    t.like(propose(metric, { spec, status: spec }, tenth), { replicas });
  });
}

test('up and down have a tolerance each', (t) => {
  const size = { spec: 10, status: 10 };
  const at = (usage: number) =>
    propose(utilization(50, pods(10, 'ready', usage)), size, { up: 0, down: 0.4 });
  t.like(at(510), { replicas: 11, ground: 'above target' }); // 51/50 × 10 = 10.2
  t.like(at(300), { replicas: 10, ground: 'within tolerance' }); // 0.6 = 1 − 0.4
  t.like(at(290), { replicas: 6, ground: 'below target' }); // 0.58 × 10 = 5.8
});

const failing: readonly (readonly [what: string, metric: Metric, failure: string])[] = [
  ['no pods', utilization(50), 'FailedGetResourceMetric'],
  ['no ready pod with a sample', utilization(50, pods(3, 'missing')), 'FailedGetResourceMetric'],
  [
    'a pod without a request',
    utilization(50, { count: 1, class: 'ready', serving: true, usageMilli: 1 }),
    'FailedGetResourceMetric',
  ],
  [
    'pods that are all unready',
    { kind: 'pods-average', target: 1, pods: [pods(2, 'unready', 5)] },
    'FailedGetPodsMetric',
  ],
  ['no value', { kind: 'external-value', target: 1, pods: [pods(1, 'ready')] }, 'FailedGetExternalMetric'],
  ['no value of an object', { kind: 'object-average', target: 1, pods: [] }, 'FailedGetObjectMetric'],
];

for (const [what, metric, failure] of failing) {
  test(`no proposal can be made with ${what}`, (t) => {
    t.like(propose(metric, { spec: 3, status: 3 }, tenth), { failure });
  });
}

test('of several metrics the one that asks for most is followed', (t) => {
  const [low, high] = [utilization(50, pods(4, 'ready', 100)), utilization(50, pods(4, 'ready', 1000))];
  t.like(proposeAll([low, high], { spec: 4, status: 4 }, tenth), { replicas: 8 });
});

test('a metric that fails lets the others scale up and not down', (t) => {
  const size = { spec: 4, status: 4 };
  const broken = utilization(50);
  const [low, high] = [utilization(50, pods(4, 'ready', 100)), utilization(50, pods(4, 'ready', 1000))];
  t.like(proposeAll([broken, high], size, tenth), { replicas: 8 });
  t.like(proposeAll([low, broken], size, tenth), { failure: 'FailedGetResourceMetric' });
});
