import { chmod, lstat, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { cheapUser } from './fixtures/cheap-user.ts';
import { newUser } from './new-user.ts';
import { isPassword } from './password-hash.ts';
import { listUsers, putUser, removeUser } from './user-file.ts';
import { parseUserRecord, type UserRecord } from './user-record.ts';

async function user(name: string, password: string): Promise<UserRecord> {
  return parseUserRecord({ number: 1, text: await cheapUser(name, password) }, 'made up');
}

const namesIn = async (file: string): Promise<string[]> => (await listUsers(file)).map(({ name }) => name);

describe('Writing the password file', () => {
  test('makes it for its owner alone; adds, replaces and removes', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'users.jsonl');
    await expect(putUser(file, await user('alice', 'a'))).resolves.toBe('added');
    await expect(putUser(file, await user('bob', 'b'))).resolves.toBe('added');
    const changed = await user('alice', 'other');
    await expect(putUser(file, changed)).resolves.toBe('replaced');
    expect(await listUsers(file)).toEqual([expect.objectContaining({ name: 'bob' }), changed]);
    await removeUser(file, 'bob');
    expect(await namesIn(file)).toEqual(['alice']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(['users.jsonl']);
  });

  test('takes rights away that others had, and keeps comments', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('users', `# people\n\n${await cheapUser('alice', 'a')}`);
    await chmod(file, 0o644);
    await putUser(file, await user('bob', 'b'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).split('\n').slice(0, 2)).toEqual(['# people', '']);
    expect(await namesIn(file)).toEqual(['alice', 'bob']);
  });

  test('writes behind a link and not in its place', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('users', '');
    const link = join(folder.path, 'link');
    await symlink(file, link);
    await putUser(link, await user('alice', 'a'));
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await namesIn(file)).toEqual(['alice']);
  });

  test('one of two commands at once is turned away, and nothing is lost', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('users', await cheapUser('alice', 'a'));
    const outcomes = await Promise.allSettled([
      putUser(file, await user('bob', 'b')),
      putUser(file, await user('carol', 'c')),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'file-locked' }) }),
    );
    expect(await namesIn(file)).toHaveLength(2);
  });

  test('leaves a file alone that it does not understand', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('users', 'alice:secret\n');
    await expect(putUser(file, await user('bob', 'b'))).rejects.toMatchObject({ code: 'file-malformed' });
    expect(await readFile(file, 'utf8')).toBe('alice:secret\n');
    expect(await readdir(folder.path)).toEqual(['users']);
  });

  test('says which user does not exist, and where nothing can be written', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('users', await cheapUser('alice', 'a'));
    await expect(removeUser(file, 'bob')).rejects.toMatchObject({
      code: 'user-unknown',
      message: `${file} has no user "bob": see broker-user list.`,
    });
    expect(await readdir(folder.path)).toEqual(['users']);
    const nowhere = join(folder.path, 'none', 'users');
    await expect(putUser(nowhere, await user('bob', 'b'))).rejects.toMatchObject({ code: 'file-unwritable' });
  });
});

describe('A new user', () => {
  test('has a hash and a verifier, with salts of its own', async () => {
    const [one, other] = await Promise.all([newUser('alice', 'pencil'), newUser('alice', 'pencil')]);
    expect(await isPassword(Buffer.from('pencil'), one.scrypt)).toBe(true);
    expect(await isPassword(Buffer.from('Pencil'), one.scrypt)).toBe(false);
    expect(one.scramSha256?.iterations).toBe(100_000);
    expect(one.scrypt.salt).not.toEqual(other.scrypt.salt);
    expect(one.scramSha256?.salt).not.toEqual(other.scramSha256?.salt);
  });

  test('has no verifier for SCRAM where SASLprep would have to change something', async () => {
    const grouped = await newUser('alice', 'grüße');
    expect(grouped.scramSha256).toBeUndefined();
    expect(await isPassword(Buffer.from('grüße'), grouped.scrypt)).toBe(true);
  });

  test.each([
    ['', 'pencil', 'user-name-unusable'],
    [' alice', 'pencil', 'user-name-unusable'],
    ['a\nb', 'pencil', 'user-name-unusable'],
    ['a'.repeat(1_025), 'pencil', 'user-name-unusable'],
    ['alice', '', 'password-unusable'],
    ['alice', 'x'.repeat(65_536), 'password-unusable'],
  ])('must be usable: %#', async (name, password, code) => {
    await expect(newUser(name, password)).rejects.toMatchObject({ code });
  });
});
