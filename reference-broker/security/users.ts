import { createHmac, randomBytes } from 'node:crypto';
import { defaultScryptCosts, type ScryptHash } from './password-hash.ts';
import { defaultScramIterations, type ScramVerifier } from './scram-verifier.ts';
import { malformed } from './security-error.ts';
import { meaningfulLines, readBounded } from './text-lines.ts';
import { formatUserRecord, parseUserRecord, type UserRecord } from './user-record.ts';

/** The users of a password file. */
export interface Users {
  readonly size: number;
  get(name: string): UserRecord | undefined;
  /** Stands in for a user that does not exist: costs the same, and no password is right. The same name gets the same. */
  decoyOf(name: string): Required<UserRecord>;
}

/** Of this process: nobody outside can tell a salt made with it from a stored one. */
const decoySecret = randomBytes(32);

/**
 * @param before the users of an earlier reading; whoever did not change stays the same object
 * @throws SecurityError when the file cannot be read or a line of it is wrong.
 */
export async function readUsers(file: string, before?: Users): Promise<Users> {
  const records = new Map<string, UserRecord>();
  for (const line of meaningfulLines(await readBounded(file), file)) {
    const record = parseUserRecord(line, file);
    if (records.has(record.name)) {
      throw malformed(file, line.number, `the user ${JSON.stringify(record.name)} has a line above already`);
    }
    records.set(record.name, unchanged(record, before?.get(record.name)));
  }
  return createUsers(records);
}

export function createUsers(records: ReadonlyMap<string, UserRecord>): Users {
  const costs = different(
    [...records.values()].map(({ scrypt }) => scrypt),
    scryptCostsKey,
    defaultScryptCosts,
  );
  const iterations = different(
    [...records.values()].flatMap(({ scramSha256 }) => scramSha256?.iterations ?? []),
    String,
    defaultScramIterations,
  );
  return {
    size: records.size,
    get: (name) => records.get(name),
    decoyOf: (name) => ({
      name,
      scrypt: decoyHash(name, costs),
      scramSha256: decoyVerifier(name, iterations),
    }),
  };
}

function unchanged(record: UserRecord, before: UserRecord | undefined): UserRecord {
  return before !== undefined && formatUserRecord(before) === formatUserRecord(record) ? before : record;
}

type Costs = Omit<ScryptHash, 'salt' | 'hash'>;

const scryptCostsKey = ({ cost, blockSize, parallelization }: Costs): string =>
  `${cost} ${blockSize} ${parallelization}`;

/** The values that occur, each once; the fallback when there is none. */
function different<T>(values: readonly T[], keyOf: (value: T) => string, fallback: T): readonly [T, ...T[]] {
  const [first, ...others] = new Map(values.map((value) => [keyOf(value), value])).values();
  return first === undefined ? [fallback] : [first, ...others];
}

function decoyBytes(name: string, purpose: string): Buffer {
  return createHmac('sha256', decoySecret).update(`${purpose}\0${name}`).digest();
}

/** Where the costs of the users differ, each name has to stand for one of them, always the same. */
function chosen<T>(name: string, values: readonly [T, ...T[]]): T {
  return values[decoyBytes(name, 'choice').readUInt32BE() % values.length] ?? values[0];
}

function decoyHash(name: string, costs: readonly [Costs, ...Costs[]]): ScryptHash {
  const { cost, blockSize, parallelization } = chosen(name, costs);
  const salt = decoyBytes(name, 'scrypt salt').subarray(0, 16);
  return { salt, cost, blockSize, parallelization, hash: decoyBytes(name, 'scrypt hash') };
}

function decoyVerifier(name: string, iterations: readonly [number, ...number[]]): ScramVerifier {
  return {
    salt: decoyBytes(name, 'SCRAM salt').subarray(0, 16),
    iterations: chosen(name, iterations),
    storedKey: decoyBytes(name, 'StoredKey'),
    serverKey: decoyBytes(name, 'ServerKey'),
  };
}
