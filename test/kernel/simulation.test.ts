import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { ConservationError } from '../../model/kernel/faults.ts';
import { simulationOf } from '../../model/kernel/simulation.ts';
import { after, micros, moment, NEVER } from '../../model/kernel/units.ts';

testProp(
  'time never runs back, and everything scheduled happens, also what handlers schedule',
  [fc.array(fc.tuple(fc.nat(50), fc.nat(3)), { minLength: 1, maxLength: 60 }), fc.infiniteStream(fc.nat(20))],
  (t, seeds, spans) => {
    const simulation = simulationOf();
    const seen: number[] = [];
    let asked = 0;
    const next = (depth: number, at: number): void => {
      asked += 1;
      simulation.schedule(moment(at), code, depth);
    };
    const code = simulation.register((depth) => {
      seen.push(simulation.now);
      if (depth > 0) next(depth - 1, simulation.now + spans.next().value);
    });
    for (const [at, depth] of seeds) next(depth, at);
    simulation.run();
    t.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    t.is(seen.length, asked);
    t.is(simulation.events, asked);
    t.is(simulation.heapOperations, 2 * asked);
    t.is(simulation.pending, 0);
  },
);

testProp(
  'two runs are one run: stopping anywhere between changes neither order nor moments',
  [fc.array(fc.tuple(fc.nat(30), fc.nat(63)), { maxLength: 40 }), fc.array(fc.nat(40), { maxLength: 5 })],
  (t, events, stops) => {
    const play = (pauses: readonly number[]): string[] => {
      const simulation = simulationOf();
      const seen: string[] = [];
      for (const [i, [at, rank]] of events.entries()) {
        const code = simulation.register((subject) => seen.push(`${subject}@${simulation.now}`), rank);
        simulation.schedule(moment(at), code, i);
      }
      for (const pause of pauses) simulation.run(moment(pause));
      simulation.run();
      return seen;
    };
    t.deepEqual(play(stops), play([]));
  },
);

test('of events at one moment, the lower rank goes first, then the one scheduled first', (t) => {
  const simulation = simulationOf();
  const seen: string[] = [];
  const kind = (name: string, rank?: number): number => simulation.register((s) => seen.push(name + s), rank);
  const usual = kind('usual');
  const late = kind('late', 63);
  const early = kind('early', 0);
  for (const code of [late, usual, early]) {
    simulation.schedule(moment(7), code, 1);
    simulation.schedule(moment(7), code, 2);
  }
  simulation.run();
  t.deepEqual(seen, ['early1', 'early2', 'usual1', 'usual2', 'late1', 'late2']);
});

test('a moment within a µs is rounded up: nothing is early', (t) => {
  const simulation = simulationOf();
  const seen: number[] = [];
  const code = simulation.register(() => seen.push(simulation.now));
  for (const at of [2.000001, 1.5, 1]) simulation.schedule(moment(at), code, 0);
  const timer = simulation.timer(() => seen.push(simulation.now));
  timer.set(moment(3.2));
  simulation.run();
  t.deepEqual(seen, [1, 2, 3, 4]);
});

test('nothing can be set for the past, for never, or for no number', (t) => {
  const simulation = simulationOf();
  const code = simulation.register(() => {
    for (const at of [9, Number.NaN, NEVER]) {
      t.throws(() => simulation.schedule(moment(at), code, 0), { instanceOf: ConservationError });
    }
    for (const at of [9, Number.NaN]) {
      t.throws(() => timer.set(moment(at)), { instanceOf: ConservationError, message: /10 µs/ });
    }
  });
  const timer = simulation.timer(() => t.fail());
  simulation.schedule(moment(10), code, 0);
  simulation.run();
  t.is(simulation.events, 1);
  for (const rank of [-1, 64, 0.5]) t.throws(() => simulation.register(() => {}, rank));
});

test('after a run, now is its end while events are still to come, else the moment of the last one', (t) => {
  const simulation = simulationOf();
  const code = simulation.register(() => {});
  simulation.schedule(moment(10), code, 0);
  simulation.schedule(moment(20), code, 0);
  simulation.run(moment(15));
  t.is(simulation.now, moment(15));
  simulation.run(moment(12));
  t.is(simulation.now, moment(15), 'it never goes back');
  simulation.run(moment(99));
  t.is(simulation.now, moment(20));
  const timer = simulation.timer(() => {});
  timer.set(moment(30));
  timer.set(NEVER);
  simulation.run(moment(99));
  t.is(simulation.now, moment(20), 'a disarmed timer is nothing to come');
});

test('a handler that throws stops the run; the next one goes on behind it', (t) => {
  const simulation = simulationOf();
  const seen: number[] = [];
  const code = simulation.register((subject) => {
    if (subject === 1) throw new Error('stop');
    seen.push(subject);
  });
  for (const subject of [0, 1, 2]) simulation.schedule(moment(subject), code, subject);
  t.throws(() => simulation.run(), { message: 'stop' });
  simulation.run();
  t.deepEqual(seen, [0, 2]);
});

test('a handler cannot run the simulation that runs it', (t) => {
  const simulation = simulationOf();
  const code = simulation.register(() => {
    t.throws(() => simulation.run(), { instanceOf: ConservationError });
  });
  simulation.schedule(moment(1), code, 0);
  simulation.run();
});

testProp(
  'timers fire once, at the moment last set, in the place of an event scheduled then',
  // at each step some timer is set to now + span, or disarmed; the model of it removes and inserts for real
  [
    fc.array(fc.record({ at: fc.nat(60), timer: fc.nat(2), span: fc.option(fc.nat(25), { freq: 5 }) }), {
      maxLength: 60,
    }),
  ],
  (t, moves) => {
    const simulation = simulationOf();
    const seen: string[] = [];
    const timers = [0, 1, 2].map((i) => simulation.timer(() => seen.push(`timer ${i} at ${simulation.now}`)));
    const mark = simulation.register((i) => seen.push(`mark ${i} at ${simulation.now}`));
    const move = simulation.register((i) => {
      const { timer, span } = moves[i]!;
      timers[timer]!.set(span === null ? NEVER : after(simulation.now, micros(span)));
      simulation.schedule(after(simulation.now, micros(5)), mark, i);
    });
    for (const [i, { at }] of moves.entries()) simulation.schedule(moment(at), move, i);
    simulation.run();
    t.deepEqual(seen, eager(moves));
    t.is(simulation.pending, 0);
    t.is(simulation.events, seen.length + moves.length);
  },
);

interface Move {
  readonly at: number;
  readonly timer: number;
  readonly span: number | null;
}

/** The same with a list that is searched: what timers stand for. */
const eager = (moves: readonly Move[]): string[] => {
  interface Event {
    at: number;
    readonly sequence: number;
    readonly kind: 'move' | 'mark' | 'timer';
    readonly index: number;
  }
  let events: Event[] = moves.map(({ at }, index) => ({ at, sequence: index, kind: 'move', index }));
  let sequence = moves.length;
  const seen: string[] = [];
  while (events.length > 0) {
    events.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
    const { at: now, kind, index } = events.shift()!;
    if (kind !== 'move') {
      seen.push(`${kind} ${index} at ${now}`);
      continue;
    }
    const { timer, span } = moves[index]!;
    const due = span === null ? undefined : now + span;
    const set = events.find((event) => event.kind === 'timer' && event.index === timer);
    if (set?.at !== due) {
      events = events.filter((event) => event !== set);
      if (due !== undefined) {
        events.push({ at: due, sequence, kind: 'timer', index: timer });
        sequence += 1;
      }
    }
    events.push({ at: now + 5, sequence, kind: 'mark', index });
    sequence += 1;
  }
  return seen;
};

test('moving a timer later again and again costs no heap operation until its first moment comes', (t) => {
  const simulation = simulationOf();
  const fired: number[] = [];
  const timer = simulation.timer(() => fired.push(simulation.now));
  for (let at = 10; at <= 1000; at += 1) timer.set(moment(at));
  t.is(simulation.heapOperations, 1);
  t.is(simulation.pending, 1);
  t.is(timer.due, moment(1000));
  simulation.run();
  t.deepEqual(fired, [1000]);
  t.is(simulation.events, 1);
  t.is(simulation.heapOperations, 4, 'in at 10, out at 10, in at 1000, out at 1000');
  t.is(timer.due, NEVER);
});
