import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { cheapUser } from './fixtures/cheap-user.ts';
import { parseUserRecord } from './user-record.ts';
import { readUsers } from './users.ts';

describe('The password file', () => {
  test('gives the users back; an unchanged one stays the same object', async () => {
    await using folder = await temporaryFolder();
    const alice = await cheapUser('alice', 'a');
    const file = await folder.write('users', `# people\n${alice}${await cheapUser('bob', 'b')}`);
    const before = await readUsers(file);
    expect(before.size).toBe(2);
    await folder.write('users', alice + (await cheapUser('bob', 'other')));
    const after = await readUsers(file, before);
    expect(after.get('alice')).toBe(before.get('alice'));
    expect(after.get('bob')).not.toBe(before.get('bob'));
    expect(after.get('carol')).toBeUndefined();
  });

  test('must not name a user twice', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write(
      'users',
      (await cheapUser('alice', 'a')) + (await cheapUser('alice', 'b')),
    );
    await expect(readUsers(file)).rejects.toMatchObject({
      code: 'file-malformed',
      message: `${file}:2: the user "alice" has a line above already.`,
    });
  });

  test('a decoy costs what a user costs, and is the same each time', async () => {
    await using folder = await temporaryFolder();
    const users = await readUsers(await folder.write('users', await cheapUser('alice', 'a')));
    const decoy = users.decoyOf('mallory');
    expect(decoy.scrypt).toMatchObject({ cost: 16, blockSize: 1, parallelization: 1 });
    expect(decoy.scramSha256.iterations).toBe(4_096);
    expect(decoy.scramSha256.salt.length).toBe(users.get('alice')?.scramSha256?.salt.length);
    expect(users.decoyOf('mallory')).toEqual(decoy);
    expect(users.decoyOf('trudy').scramSha256.salt).not.toEqual(decoy.scramSha256.salt);
  });
});

describe('A line of the password file', () => {
  const parse = (text: string) => parseUserRecord({ number: 3, text }, 'u');
  async function changed(change: (record: Record<string, Record<string, unknown>>) => void): Promise<string> {
    const record = JSON.parse(await cheapUser('alice', 'a'));
    change(record);
    return JSON.stringify(record);
  }

  test.each([
    [
      'no JSON',
      'alice:secret',
      'u:3: this is not JSON; each line holds one user, as `broker-user add` writes it.',
    ],
    ['another value', '[]', /^u:3: the user has the wrong shape: /],
    ['a name of spaces', '{"name":" a"}', /^u:3: name is not a usable User Name\.$/],
    ['deep nesting', '['.repeat(30_000), /^u:3: this is not JSON/],
    ['a key of Object', '{"__proto__":{"name":"a"}}', /^u:3: name /],
  ])('is refused: %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'file-malformed' }));
    expect(() => parse(text)).toThrow(message);
  });

  test.each<[string, (record: Record<string, Record<string, unknown>>) => void, string]>([
    [
      'cost of no power of two',
      (r) => Object.assign(r['scrypt'] ?? {}, { cost: 1000 }),
      'scrypt.cost must be a power of two',
    ],
    [
      'memory',
      (r) => Object.assign(r['scrypt'] ?? {}, { cost: 2 ** 20, blockSize: 64 }),
      'scrypt asks for more than 256 MiB of memory',
    ],
    [
      'salt',
      (r) => Object.assign(r['scrypt'] ?? {}, { salt: 'AAAAAAAAAAAAAAAA!' }),
      'scrypt.salt must be base64 of 8 to 64 bytes',
    ],
    [
      'hash',
      (r) => Object.assign(r['scrypt'] ?? {}, { hash: 'AAAA' }),
      'scrypt.hash must be base64 of 32 bytes',
    ],
    [
      'iterations',
      (r) => Object.assign(r['scramSha256'] ?? {}, { iterations: 1 }),
      'scramSha256.iterations must be a whole number from 4096 to 10000000',
    ],
    ['unknown key', (r) => Object.assign(r, { admin: true }), 'the user has the wrong shape: "admin"'],
  ])('is refused: %s', async (_, change, what) => {
    const text = await changed(change);
    expect(() => parse(text)).toThrow(`u:3: ${what}.`);
  });
});
