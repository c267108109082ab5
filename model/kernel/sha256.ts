/**
 * SHA-256 of a short text, without a platform's crypto: the model runs in a page as well as in Node.
 *
 * Here it only spreads seeds; nothing is kept secret by it. Left out: bytes that are not text, and streaming.
 *
 * @source FIPS 180-4, section 6.2
 */

/** The digest of the text's UTF-8 bytes: eight words of 32 bits. The array is used again by the next call. */
export const sha256 = (text: string): Int32Array => {
  const room = 64 * Math.ceil((3 * text.length + 9) / 64);
  if (bytes.length < room) bytes = new Uint8Array(room);
  const { written } = encoder.encodeInto(text, bytes);
  const blocks = Math.ceil((written + 9) / 64);
  // one bit of 1 follows the text, then zeros, then the length of the text in bits
  bytes.fill(0, written, 64 * blocks);
  bytes[written] = 0x80;
  digest.set(INITIAL);
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 16; i += 1) {
      const at = 64 * block + 4 * i;
      schedule[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    }
    if (block === blocks - 1) schedule[15] = 8 * written;
    compress();
  }
  return digest;
};

const compress = (): void => {
  for (let i = 16; i < 64; i += 1) {
    const x = schedule[i - 15]!;
    const y = schedule[i - 2]!;
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    schedule[i] = schedule[i - 16]! + s0 + schedule[i - 7]! + s1;
  }
  let a = digest[0]!;
  let b = digest[1]!;
  let c = digest[2]!;
  let d = digest[3]!;
  let e = digest[4]!;
  let f = digest[5]!;
  let g = digest[6]!;
  let h = digest[7]!;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + schedule[i]!) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  digest[0]! += a;
  digest[1]! += b;
  digest[2]! += c;
  digest[3]! += d;
  digest[4]! += e;
  digest[5]! += f;
  digest[6]! += g;
  digest[7]! += h;
};

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** First 32 bits of the fractional part of a root, as FIPS 180-4 takes its constants from the first primes. */
const rootBits = (root: number): number => Math.floor((root - Math.floor(root)) * 0x1_0000_0000) | 0;

const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n += 1) {
  if (PRIMES.every((p) => n % p !== 0)) PRIMES.push(n);
}
const INITIAL = Int32Array.from(PRIMES.slice(0, 8), (p) => rootBits(Math.sqrt(p)));
const ROUND = Int32Array.from(PRIMES, (p) => rootBits(Math.cbrt(p)));

const encoder = new TextEncoder();
let bytes = new Uint8Array(128);
const schedule = new Int32Array(64);
const digest = new Int32Array(8);
