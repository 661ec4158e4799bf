import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Launch, Places } from './launch.ts';
import { configurationHash, layOut } from './launch.ts';

const launchOf =
  (limit: number) =>
  ({ port, directory }: Places<'port'>): Launch => ({
    argv: ['broker', '-c', join(directory, 'conf')],
    environment: { PORT: port },
    files: { conf: `port ${port}\nlimit ${limit}\n`, 'deep/down': 'secret' },
  });

test('the files lie in a directory of their own, and go with it', async () => {
  const laidOut = await layOut(launchOf(10), { port: '1883' });
  const conf = join(laidOut.directory, 'conf');
  expect(laidOut.launch.argv).toEqual(['broker', '-c', conf]);
  expect(await readFile(conf, 'utf8')).toBe('port 1883\nlimit 10\n');
  expect((await stat(join(laidOut.directory, 'deep/down'))).mode & 0o777).toBe(0o600);
  await laidOut[Symbol.asyncDispose]();
  expect(existsSync(laidOut.directory)).toBe(false);
});

test('the hash is that of the configuration, wherever it was put', async () => {
  const hashOf = async (limit: number, port: string): Promise<string> => {
    await using laidOut = await layOut(launchOf(limit), { port });
    return laidOut.configurationHash;
  };
  const hash = await hashOf(10, '1883');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  // The port stands in the limit too: a hash of the finished text with all ports replaced would take them for one.
  expect(await hashOf(10, '10')).toBe(hash);
  expect(await hashOf(11, '1883')).not.toBe(hash);
});

const launch: Launch = { argv: ['a', 'b'], environment: { A: '1', B: '2' }, files: { f: 'x', g: 'y' } };

test('the order of files and variables does not matter', () => {
  const turned: Launch = { argv: ['a', 'b'], environment: { B: '2', A: '1' }, files: { g: 'y', f: 'x' } };
  expect(configurationHash(turned)).toBe(configurationHash(launch));
});

test.each<readonly [what: string, other: Launch]>([
  ['arguments', { ...launch, argv: ['b', 'a'] }],
  ['environment', { ...launch, environment: { A: '1' } }],
  ['text of a file', { ...launch, files: { f: 'x', g: 'z' } }],
  ['name of a file', { ...launch, files: { f: 'x', h: 'y' } }],
])('another %s makes another hash', (_what, other) => {
  expect(configurationHash(other)).not.toBe(configurationHash(launch));
});
