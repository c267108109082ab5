/**
 * The simulation: a clock, a calendar, and handlers called by number.
 *
 * An event is a code and a subject; its handler was registered once, and nothing is allocated per event. Events happen in
 * the order (moment, rank, sequence), where the sequence counts calls of `schedule` and `set`. A timer is one event that
 * moves: it fires as if every move had taken its old entry out and put a new one in, but moving it later costs nothing.
 * Left out: processes that wait in the middle of a function; a station calls back instead.
 */
import { calendarOf, orderOf, RANK_LAST, type Calendar } from './calendar.ts';
import { ConservationError } from './faults.ts';
import { NEVER, START, type Moment } from './units.ts';

export type EventCode = number;

export interface Simulation {
  /** The moment of the event in hand. */
  readonly now: Moment;
  /** Handlers called so far. */
  readonly events: number;
  /** Pushes and pops of the calendar's heap so far. */
  readonly heapOperations: number;
  /** Events to come: scheduled ones and armed timers. */
  readonly pending: number;
  /**
   * Makes a kind of event known.
   *
   * @param handle  called with the subject of each such event
   * @param rank    0 to 63: who goes first when several kinds share a moment; 32 where nothing is said
   */
  register(handle: (subject: number) => void, rank?: number): EventCode;
  /**
   * @param at       rounded up to a whole µs
   * @param subject  a whole number of 32 bits, handed to the handler
   * @throws {ConservationError} when `at` is before now or not finite
   */
  schedule(at: Moment, code: EventCode, subject: number): void;
  timer(handle: () => void, rank?: number): Timer;
  /**
   * Calls the handlers of all events up to and including `until`, those that they schedule meanwhile too; then returns.
   *
   * Afterwards `now` is `until` when events are still to come, and the moment of the last event when none are; it never
   * goes back. Another `run` goes on from there: two runs to 5 and to 9 are one run to 9. When a handler throws, its
   * event counts as happened and the rest is still to come.
   */
  run(until?: Moment): void;
}

/** One event that is moved. It fires once, at the moment last set, and is then disarmed until set again. */
export interface Timer {
  /** When it fires; NEVER while it is disarmed. */
  readonly due: Moment;
  /**
   * Moves or arms it; NEVER disarms. To the moment that it is already due, nothing changes, its place in the order too.
   *
   * @param at  rounded up to a whole µs
   * @throws {ConservationError} when `at` is before now
   */
  set(at: Moment): void;
}

export const simulationOf = (): Simulation => new CalendarSimulation();

const RANK_USUAL = 32;

class CalendarSimulation implements Simulation {
  now: Moment = START;
  events = 0;
  private readonly calendar: Calendar = calendarOf();
  private readonly handlers: ((subject: number) => void)[] = [];
  private readonly ranks: number[] = [];
  private readonly timers: LazyTimer[] = [];
  private sequence = 0;
  private pushes = 0;
  private pops = 0;
  /** Entries of timers in the calendar, live or overtaken, and timers armed. */
  private timerEntries = 0;
  private timersArmed = 0;
  private running = false;

  get heapOperations(): number {
    return this.pushes + this.pops;
  }

  get pending(): number {
    return this.calendar.size - this.timerEntries + this.timersArmed;
  }

  register(handle: (subject: number) => void, rank: number = RANK_USUAL): EventCode {
    checkRank(rank);
    this.ranks.push(rank);
    return this.handlers.push(handle) - 1;
  }

  schedule(at: Moment, code: EventCode, subject: number): void {
    if (!(at >= this.now && at < NEVER)) throw outOfTime('an event', at, this.now);
    this.pushes += 1;
    this.sequence += 1;
    this.calendar.push(Math.ceil(at), orderOf(this.ranks[code]!, this.sequence), code, subject);
  }

  timer(handle: () => void, rank: number = RANK_USUAL): Timer {
    checkRank(rank);
    const timer = new LazyTimer(this, this.timers.length, rank, handle);
    this.timers.push(timer);
    return timer;
  }

  run(until: Moment = NEVER): void {
    if (this.running) throw new ConservationError(`run was called by a handler, at ${this.now} µs`);
    this.running = true;
    try {
      const { calendar, handlers } = this;
      while (calendar.pop(until)) {
        this.pops += 1;
        const { code } = calendar;
        if (code < 0) {
          this.ring(this.timers[-1 - code]!, calendar.time as Moment, calendar.order);
        } else {
          this.now = calendar.time as Moment;
          this.events += 1;
          handlers[code]!(calendar.subject);
        }
      }
      if (until > this.now && until < NEVER && this.pending > 0) this.now = until;
    } finally {
      this.running = false;
    }
  }

  /** What a timer calls when its moment changes. */
  move(timer: LazyTimer, at: Moment): void {
    if (!(at >= this.now)) throw outOfTime('a timer', at, this.now);
    const due = Math.ceil(at) as Moment;
    if (due === timer.due) return;
    this.timersArmed += (due === NEVER ? 0 : 1) - (timer.due === NEVER ? 0 : 1);
    this.sequence += 1;
    timer.due = due;
    timer.order = orderOf(timer.rank, this.sequence);
    if (due < timer.entryTime) this.enter(timer);
  }

  /** An entry of a timer came up: it fires, is put in again where the timer has moved to, or was overtaken. */
  private ring(timer: LazyTimer, time: Moment, order: number): void {
    this.timerEntries -= 1;
    if (order !== timer.entryOrder) return;
    timer.entryTime = NEVER;
    timer.entryOrder = -1;
    if (timer.due === NEVER) return;
    if (timer.order !== order) {
      this.enter(timer);
      return;
    }
    timer.due = NEVER;
    this.timersArmed -= 1;
    this.now = time;
    this.events += 1;
    timer.handle();
  }

  private enter(timer: LazyTimer): void {
    timer.entryTime = timer.due;
    timer.entryOrder = timer.order;
    this.timerEntries += 1;
    this.pushes += 1;
    this.calendar.push(timer.due, timer.order, -1 - timer.index, 0);
  }
}

/** Its earliest entry in the calendar may be earlier than it is due; later ones were overtaken and do nothing. */
class LazyTimer implements Timer {
  due: Moment = NEVER;
  order = -1;
  entryTime: Moment = NEVER;
  entryOrder = -1;
  readonly index: number;
  readonly rank: number;
  readonly handle: () => void;
  private readonly simulation: CalendarSimulation;

  constructor(simulation: CalendarSimulation, index: number, rank: number, handle: () => void) {
    this.simulation = simulation;
    this.index = index;
    this.rank = rank;
    this.handle = handle;
  }

  set(at: Moment): void {
    this.simulation.move(this, at);
  }
}

const checkRank = (rank: number): void => {
  if (Number.isInteger(rank) && rank >= 0 && rank <= RANK_LAST) return;
  throw new ConservationError(`rank is ${rank}; a rank is a whole number from 0 to ${RANK_LAST}`);
};

const outOfTime = (what: string, at: number, now: number): ConservationError =>
  new ConservationError(
    `${what} was set for ${at} µs at ${now} µs; it must be finite and not in the past (a fault of the model: please report)`,
  );
