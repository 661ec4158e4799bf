/**
 * Prepares a name or a password for SCRAM (RFC 4013), for visible ASCII alone, which SASLprep leaves as it is.
 *
 * @returns nothing for what it cannot prepare: other characters would need the tables of stringprep, and to pass them
 * on as they are would let two writings of one password differ.
 */
export function saslPrep(text: string): string | undefined {
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}
