/**
 * Quantities of the model and the only place where their factors stand.
 *
 * A quantity is a branded number: no cost at run time, and the compiler refuses to add a span to a rate. Simulated time
 * is whole microseconds; a safe integer holds 285 years of them. Left out: calendars and time zones (a trace's own
 * affair) and decimal fractions of a microsecond.
 */
declare const unit: unique symbol;
export type Quantity<U extends string> = number & { readonly [unit]: U };

/** A span of simulated time, whole. */
export type Micros = Quantity<'µs'>;
/** A point on the simulated clock, whole microseconds since its start. */
export type Moment = Quantity<'µs since start'>;
export type Bytes = Quantity<'B'>;
export type BytesPerSecond = Quantity<'B/s'>;
/** 0 to 1; percent is only ever printed. */
export type Fraction = Quantity<'1'>;
/** How many of something: requests, calls, watches. */
export type Count = Quantity<'count'>;

const MICROS_PER_SECOND = 1_000_000;
const KIB = 1024;
const GIB = KIB * KIB * KIB;

/** A span that may carry a fraction of a microsecond, as costs per request do; stations round when they finish. */
export const micros = (n: number): Micros => n as Micros;
export const millis = (n: number): Micros => (n * 1_000) as Micros;
export const seconds = (n: number): Micros => (n * MICROS_PER_SECOND) as Micros;
export const minutes = (n: number): Micros => seconds(n * 60);
export const hours = (n: number): Micros => seconds(n * 3_600);

export const moment = (n: number): Moment => n as Moment;
export const START = 0 as Moment;
/** Later than anything that happens. */
export const NEVER = Number.POSITIVE_INFINITY as Moment;

export const after = (t: Moment, span: Micros): Moment => (t + span) as Moment;
export const before = (t: Moment, span: Micros): Moment => (t - span) as Moment;
export const between = (from: Moment, to: Moment): Micros => (to - from) as Micros;
export const inSeconds = (span: number): number => span / MICROS_PER_SECOND;
export const inHours = (span: number): number => span / (3_600 * MICROS_PER_SECOND);

export const bytes = (n: number): Bytes => n as Bytes;
export const kib = (n: number): Bytes => (n * KIB) as Bytes;
export const mib = (n: number): Bytes => (n * KIB * KIB) as Bytes;
export const gib = (n: number): Bytes => (n * GIB) as Bytes;
export const inGib = (size: number): number => size / GIB;
export const PAGE = kib(4);

/** Decimal gigabytes per second, as memory rates are quoted. */
export const gbPerSecond = (n: number): BytesPerSecond => (n * 1e9) as BytesPerSecond;
/** The time a transfer takes; a part of a microsecond stays, the station rounds up. */
export const transferTime = (size: Bytes, rate: BytesPerSecond): Micros =>
  ((size / rate) * MICROS_PER_SECOND) as Micros;

/** A rate as the stations count it: bytes in a microsecond, not whole. */
export const perMicro = (rate: BytesPerSecond): number => rate / MICROS_PER_SECOND;

export const fraction = (n: number): Fraction => n as Fraction;
export const count = (n: number): Count => n as Count;
