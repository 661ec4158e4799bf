/** A source of numbers from 0 to 1, without 1. */
export type Random = () => number;

/**
 * A small generator of 32 bits of state: a counter that steps by the golden ratio, its bits then mixed. The same
 * seed gives the same numbers on every machine, so that one pair of files always has one interval. It is good
 * enough to choose rounds with, and not meant for secrets.
 *
 * @param seed a whole number
 */
export function createRandom(seed: number): Random {
  // Signed: those 32 bits are a small integer to the engine, unsigned ones an object of their own.
  let counter = seed | 0;
  return () => {
    counter = (counter + goldenStep) | 0;
    return mix(counter) / 2 ** 32;
  };
}

/** A whole number from 0 to `count`, without `count`. */
export function drawIndex(random: Random, count: number): number {
  return Math.floor(random() * count);
}

const goldenStep = 0x9e3779b9;

/** Each bit of the result depends on every bit of the number: neighbours end far apart. */
function mix(number: number): number {
  let bits = number ^ (number >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
