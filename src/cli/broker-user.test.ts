import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listUsers } from '../../reference-broker/security/index.ts';
import { brokerUserCommand } from './broker-user.ts';
import { passwordFromStdin } from './read-password.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mqtt-assay-broker-user-'));
  file = join(folder, 'users.jsonl');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Runs the command with this on standard input, and gives back what it printed. */
async function run(words: readonly string[], stdin = ''): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
  const input = Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY: false, fd: 0 });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
  await brokerUserCommand().parseAsync([...words], { from: 'user' });
  return printed;
}

describe('broker-user', () => {
  test('adds, changes, lists and removes', async () => {
    expect(await run(['add', file, 'alice', '--password-stdin'], 'pencil\n')).toBe(
      `alice is added in ${file}.\n`,
    );
    const before = await listUsers(file);
    expect(await run(['add', file, 'alice', '--password-stdin'], 'eraser')).toBe(
      `alice has another password in ${file}.\n`,
    );
    expect(await listUsers(file)).not.toEqual(before);
    expect(await run(['add', file, 'bob', '--password-stdin'], 'größe')).toContain(
      'SCRAM-SHA-256 is not possible',
    );
    expect(await run(['list', file])).toBe('alice\nbob (no SCRAM-SHA-256)\n');
    expect(await run(['remove', file, 'bob'])).toBe(`bob is removed from ${file}.\n`);
    expect(await run(['list', file])).toBe('alice\n');
  });

  test('does not ask where there is nobody', async () => {
    await expect(run(['add', file, 'alice'])).rejects.toMatchObject({
      code: 'usage',
      message: 'There is no terminal to ask for the password on: use --password-stdin.',
    });
  });
});

describe('A password from standard input', () => {
  const from = (...chunks: readonly (string | Uint8Array)[]) => passwordFromStdin(Readable.from(chunks));

  test('loses its last line end and nothing else', async () => {
    await expect(from('pen', 'cil\r\n')).resolves.toBe('pencil');
    await expect(from(' pen\ncil \n\n')).resolves.toBe(' pen\ncil \n');
    // A character may be cut by the end of a chunk.
    await expect(from(Buffer.from([0x67, 0xc3]), Buffer.from([0xbc, 0x0a]))).resolves.toBe('gü');
  });

  test.each([
    ['empty', [''], 'Standard input is empty: write the password to it.'],
    ['a line end', ['\n'], 'Standard input is empty: write the password to it.'],
    ['no text', [Buffer.from([0xff])], 'Standard input is not UTF-8 text: write the password to it as text.'],
    [
      'without end',
      Array.from({ length: 100 }, () => 'x'.repeat(1_000)),
      'Standard input is too long for a password.',
    ],
  ])('is refused: %s', async (_, chunks, message) => {
    await expect(from(...chunks)).rejects.toMatchObject({ code: 'usage', message });
  });
});
