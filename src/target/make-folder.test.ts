import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

test('makes what is missing, and takes what is there', () => {
  const root = mkdtempSync(join(tmpdir(), 'assay-folder-'));
  try {
    for (const _ of [1, 2]) makeFolder(join(root, 'a', 'b', 'c'));
    expect(statSync(join(root, 'a', 'b', 'c')).isDirectory()).toBe(true);
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file', 'below'))).toThrow('ENOTDIR');
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.each(['/proc/nope', '/proc/nope/below'])('ends where no folder can be: %s', (folder) => {
  expect(() => makeFolder(folder)).toThrow('ENOENT');
});
