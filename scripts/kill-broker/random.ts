/** Numbers that come again with the same seed. */
export interface Random {
  /** From 0 up to, not including, `below`. */
  integer(below: number): number;
  chance(probability: number): boolean;
}

/** A linear congruential generator of 48 bits, of which the upper 32 are used. */
export function createRandom(seed: number): Random {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(seed) ^ 0x5deece66dn) & mask;
  const next = (): number => {
    state = (state * 0x5deece66dn + 11n) & mask;
    return Number(state >> 16n) / 2 ** 32;
  };
  return {
    integer: (below) => Math.floor(next() * below),
    chance: (probability) => next() < probability,
  };
}
