import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { meaningfulLines, readBounded } from './text-lines.ts';

const lines = (bytes: Buffer | string) => [...meaningfulLines(Buffer.from(bytes), 'f')];

describe('Lines of a file', () => {
  test('are numbered; comments, empty lines, line ends and a byte order mark are left out', () => {
    expect(lines('\u{feff}# first\r\n\n  \none\r\n # no\ntwo')).toEqual([
      { number: 4, text: 'one' },
      { number: 6, text: 'two' },
    ]);
    expect(lines('')).toEqual([]);
    expect(lines('\u{feff}one')).toEqual([{ number: 1, text: 'one' }]);
  });

  test.each([
    [
      'bytes that are no UTF-8',
      Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]),
      'f:2: the line is not UTF-8 text.',
    ],
    ['a control character', Buffer.from('a\n\nb\0c'), 'f:3: the line has a control character.'],
    ['a line without end', Buffer.alloc(2 ** 20, 'x'), 'f:1: the line is longer than 70000 bytes.'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => lines(bytes)).toThrow(expect.objectContaining({ code: 'file-malformed', message }));
  });
});

describe('Reading a file', () => {
  test('stops at 16 MiB', async () => {
    await using folder = await temporaryFolder();
    const file = await folder.write('large', Buffer.alloc(16 * 1024 * 1024 + 1, '\n'));
    await expect(readBounded(file)).rejects.toMatchObject({ code: 'file-too-large' });
    const largest = await folder.write('largest', Buffer.alloc(16 * 1024 * 1024, '\n'));
    expect((await readBounded(largest)).length).toBe(16 * 1024 * 1024);
  });

  test('refuses what is no file, in one sentence', async () => {
    await using folder = await temporaryFolder();
    await expect(readBounded(join(folder.path, 'none'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: `${join(folder.path, 'none')} cannot be read (ENOENT): give the path of a file that the broker may read.`,
    });
    await expect(readBounded(folder.path)).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(readBounded('/dev/zero')).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
