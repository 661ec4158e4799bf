import { z } from 'zod';
import { largestScryptBytes, type ScryptHash, scryptBytes } from './password-hash.ts';
import { keyBytes, type ScramVerifier } from './scram-verifier.ts';
import { malformed } from './security-error.ts';
import type { TextLine } from './text-lines.ts';

/** One user of the password file. */
export interface UserRecord {
  readonly name: string;
  readonly scrypt: ScryptHash;
  /** Absent: the user cannot authenticate by SCRAM-SHA-256. */
  readonly scramSha256?: ScramVerifier;
}

const longestNameCharacters = 1_024;

/** Whole numbers within bounds, refused with a sentence. */
const count = (least: number, most: number) => {
  const expected = `must be a whole number from ${least} to ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
};

/** Standard base64 of so many bytes. */
const bytes = (least: number, most: number) =>
  z.string('must be base64').transform((text, context) => {
    const decoded = Buffer.from(text, 'base64');
    const isExact = decoded.toString('base64') === text;
    if (isExact && decoded.length >= least && decoded.length <= most) return decoded;
    context.addIssue(`must be base64 of ${least === most ? least : `${least} to ${most}`} bytes`);
    return z.NEVER;
  });

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

const scryptSchema = z
  .strictObject({
    salt: bytes(8, 64),
    cost: count(2, 2 ** 20).refine(isPowerOfTwo, 'must be a power of two'),
    blockSize: count(1, 64),
    parallelization: count(1, 16),
    hash: bytes(32, 32),
  })
  .refine((costs) => scryptBytes(costs) <= largestScryptBytes, 'asks for more than 256 MiB of memory');

const scramSchema = z.strictObject({
  salt: bytes(8, 64),
  iterations: count(4_096, 10_000_000),
  storedKey: bytes(keyBytes, keyBytes),
  serverKey: bytes(keyBytes, keyBytes),
});

const recordSchema = z.strictObject({
  name: z
    .string('must be text')
    .refine((name) => unusableName(name) === undefined, 'is not a usable User Name'),
  scrypt: scryptSchema,
  scramSha256: scramSchema.exactOptional(),
});

/** Why a text cannot be the name of a user, as the end of a sentence; nothing when it can. */
export function unusableName(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.length > longestNameCharacters) return `is longer than ${longestNameCharacters} characters`;
  if (/\p{Cc}|\p{Cs}/u.test(name)) return 'has a control character';
  // The file of rights could not name such a user.
  return name === name.trim() ? undefined : 'begins or ends with a space';
}

/** @throws SecurityError `users.jsonl:3: scrypt.cost must be a power of two.` */
export function parseUserRecord({ number, text }: TextLine, file: string): UserRecord {
  const checked = recordSchema.safeParse(parseJson(text, number, file));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the user' : issue.path.join('.');
  // What a library says of itself starts with a capital letter.
  const what =
    issue === undefined ? 'is not valid' : issue.message.replace(/^[A-Z][^:]*: /, 'has the wrong shape: ');
  throw malformed(file, number, `${where} ${what}`);
}

/** The line of a user. */
export function formatUserRecord({ name, scrypt, scramSha256 }: UserRecord): string {
  return JSON.stringify({
    name,
    scrypt: { ...scrypt, salt: base64(scrypt.salt), hash: base64(scrypt.hash) },
    ...(scramSha256 === undefined
      ? {}
      : {
          scramSha256: {
            salt: base64(scramSha256.salt),
            iterations: scramSha256.iterations,
            storedKey: base64(scramSha256.storedKey),
            serverKey: base64(scramSha256.serverKey),
          },
        }),
  });
}

function parseJson(text: string, number: number, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What the parser says quotes the line, and the line holds what is to be kept secret.
    throw malformed(
      file,
      number,
      'this is not JSON; each line holds one user, as `broker-user add` writes it',
    );
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
