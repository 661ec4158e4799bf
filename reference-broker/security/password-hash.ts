import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** A password as scrypt leaves it. (RFC 7914) */
export interface ScryptHash {
  readonly salt: Uint8Array;
  /** N: a power of two. */
  readonly cost: number;
  /** r */
  readonly blockSize: number;
  /** p */
  readonly parallelization: number;
  readonly hash: Uint8Array;
}

export type ScryptCosts = Omit<ScryptHash, 'salt' | 'hash'>;

/** Some 40 ms and 16 MiB on a machine of today. */
export const defaultScryptCosts: ScryptCosts = { cost: 16_384, blockSize: 8, parallelization: 1 };

/** What one computation may hold, so that a slip in the file cannot take the memory of the machine. */
export const largestScryptBytes = 256 * 1024 * 1024;

export const scryptBytes = ({ cost, blockSize, parallelization }: ScryptCosts): number =>
  128 * blockSize * (cost + parallelization + 2);

const saltBytes = 16;
const hashBytes = 32;

export async function hashPassword(
  password: Uint8Array,
  costs: ScryptCosts = defaultScryptCosts,
): Promise<ScryptHash> {
  const salt = randomBytes(saltBytes);
  return { salt, ...costs, hash: await derive(password, salt, costs) };
}

/** Off the event loop; compares in constant time. */
export async function isPassword(password: Uint8Array, expected: ScryptHash): Promise<boolean> {
  const derived = await derive(password, expected.salt, expected);
  return derived.length === expected.hash.length && timingSafeEqual(derived, expected.hash);
}

function derive(
  password: Uint8Array,
  salt: Uint8Array,
  { cost, blockSize, parallelization }: ScryptCosts,
): Promise<Buffer> {
  const maxmem = scryptBytes({ cost, blockSize, parallelization }) + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, { cost, blockSize, parallelization, maxmem }, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
