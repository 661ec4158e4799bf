import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';

/** What a server keeps of a password for SCRAM-SHA-256. It does not let its reader log in. (RFC 5802 section 3) */
export interface ScramVerifier {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/**
 * More than the 4 096 that RFC 7677 asks for at least: who has the file attacks this number and not scrypt. It is the
 * client that pays for it, at each authentication.
 */
export const defaultScramIterations = 100_000;

export const keyBytes = 32;
const saltBytes = 16;

/** @param password prepared, see `sasl-prep.ts` */
export async function scramVerifierOf(
  password: string,
  iterations: number = defaultScramIterations,
  salt: Uint8Array = randomBytes(saltBytes),
): Promise<ScramVerifier> {
  const saltedPassword = await stretch(password, salt, iterations);
  return {
    salt,
    iterations,
    storedKey: sha256(hmac(saltedPassword, 'Client Key')),
    serverKey: hmac(saltedPassword, 'Server Key'),
  };
}

export function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** `Hi` of RFC 5802 section 2.2. */
function stretch(password: string, salt: Uint8Array, iterations: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, keyBytes, 'sha256', (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
