import { defaultScryptCosts, hashPassword, type ScryptCosts } from './password-hash.ts';
import { saslPrep } from './sasl-prep.ts';
import { scramVerifierOf } from './scram-verifier.ts';
import { SecurityError } from './security-error.ts';
import { type UserRecord, unusableName } from './user-record.ts';

/** What MQTT can carry. (3.1.1 and 5.0 section 3.1.3) */
const longestPasswordBytes = 65_535;

/**
 * Everything that a password file keeps of a user. The verifier for SCRAM is left out when the name or the password
 * has characters beyond visible ASCII.
 *
 * @param costs of each check of the password
 * @throws SecurityError when the name or the password cannot be used.
 */
export async function newUser(
  name: string,
  password: string,
  costs: ScryptCosts = defaultScryptCosts,
): Promise<UserRecord> {
  const flaw = unusableName(name);
  if (flaw !== undefined) {
    throw new SecurityError('user-name-unusable', `The User Name ${flaw}: give another one.`);
  }
  const bytes = Buffer.from(password, 'utf8');
  const flawOfPassword = unusablePassword(bytes);
  if (flawOfPassword !== undefined) {
    throw new SecurityError('password-unusable', `The password ${flawOfPassword}: give another one.`);
  }
  const scrypt = await hashPassword(bytes, costs);
  const prepared = saslPrep(name) === undefined ? undefined : saslPrep(password);
  return {
    name,
    scrypt,
    ...(prepared === undefined ? {} : { scramSha256: await scramVerifierOf(prepared) }),
  };
}

function unusablePassword(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'is empty';
  return bytes.length > longestPasswordBytes ? `is longer than ${longestPasswordBytes} bytes` : undefined;
}
