/**
 * Exact sums of products of whole numbers, for integrals of step functions beyond 2^53.
 *
 * Two numbers hold the sum and only the end makes a bigint, so adding costs a product and a comparison. Left out:
 * negative terms and fractions.
 */
import type { Exact } from '../recording.ts';

/** A term at most this large goes straight to the low part, and the low part stays below it: their sum is exact. */
const LIMB = 4_503_599_627_370_496; // 2^52
/** A span is cut here, so that a count below 2^26 times either piece of it is exact. */
const CUT = 67_108_864; // 2^26

export class ExactSum {
  #low = 0;
  /** Units of LIMB. */
  #high = 0;
  /** Units of CUT, of the terms that were cut. */
  #middle = 0;

  /**
   * @param count  whole, from 0, below 2^26 (67 million domains)
   * @param span   whole, from 0, below 2^52 (142 years in µs)
   */
  add(count: number, span: number): void {
    const term = count * span;
    if (term <= LIMB) {
      this.#addLow(term);
      return;
    }
    const above = Math.floor(span / CUT);
    this.#addLow(count * (span - above * CUT));
    this.#middle += count * above;
    const carried = Math.floor(this.#middle / CUT);
    this.#middle -= carried * CUT;
    this.#high += carried;
  }

  total(): Exact {
    return BigInt(this.#high) * BigInt(LIMB) + BigInt(this.#middle) * BigInt(CUT) + BigInt(this.#low);
  }

  #addLow(term: number): void {
    this.#low += term;
    if (this.#low < LIMB) return;
    this.#low -= LIMB;
    this.#high += 1;
  }
}
