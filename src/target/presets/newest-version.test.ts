import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import { newestVersion } from './newest-version.ts';

test('versions are compared as numbers, and other names are none', async () => {
  await using folder = await temporaryDirectory();
  const names = ['server-3.9.11', 'server-3.10.8', 'server-3.10.8-1', 'server-', 'server-next', 'other-9.0'];
  await Promise.all(names.map((name) => mkdir(join(folder.path, name))));
  expect(await newestVersion(folder.path, 'server-')).toBe('3.10.8');
  expect(await newestVersion(folder.path, 'client-')).toBeUndefined();
  expect(await newestVersion(join(folder.path, 'nowhere'), 'server-')).toBeUndefined();
});
