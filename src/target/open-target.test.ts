import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTarget } from './open-target.ts';
import { parseProfile } from './profile.ts';
import { profileText } from './profile-writer.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { fakeServer, hex, tinyBroker } from './test-support/fake-server.ts';
import { isRunning } from './test-support/is-running.ts';
import { stubbornBroker } from './test-support/stubborn-broker.ts';

const written = async (directory: string, lines: readonly string[]): Promise<string> => {
  const file = join(directory, 'ours.toml');
  await writeFile(file, lines.join('\n'));
  return file;
};

const startLine = (...argv: readonly string[]): string => `start = ${JSON.stringify(argv)}`;
const anyPort = 'url = "mqtt://127.0.0.1:{port}"';

describe('a profile with a start command', () => {
  test('is started where it lies, and ended even against its will', async () => {
    await using directory = await temporaryDirectory();
    await mkdir(join(directory.path, 'sub'));
    await writeFile(join(directory.path, 'sub/broker.cjs'), stubbornBroker);
    const file = await written(join(directory.path, 'sub'), [
      anyPort,
      'versions = ["3.1.1"]',
      startLine(process.execPath, 'broker.cjs', '{port}'),
    ]);
    const open = await openTarget({ kind: 'profile', file }, { presets: [], timeoutMs: 200 });
    expect(open.target).toMatchObject({ name: 'ours', capabilities: expect.arrayContaining(['mqtt-3.1.1']) });
    expect(open.target.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    expect(open.target.configurationHash).toMatch(/^[0-9a-f]{64}$/);
    expect(isRunning(open.process)).toBe(true);
    await open[Symbol.asyncDispose]();
    expect(await open.exited).toMatchObject({ signal: 'SIGKILL', message: 'ours was ended by SIGKILL' });
  });

  test('tells that its program ended while it was in use', async () => {
    await using directory = await temporaryDirectory();
    const program = `${stubbornBroker}; process.on('SIGUSR2', () => process.exit(7)); require('node:fs').writeFileSync('pid', String(process.pid));`;
    await writeFile(join(directory.path, 'broker.cjs'), program);
    const file = await written(directory.path, [
      anyPort,
      'versions = ["3.1.1"]',
      startLine(process.execPath, 'broker.cjs', '{port}'),
    ]);
    await using open = await openTarget({ kind: 'profile', file }, { presets: [], timeoutMs: 200 });
    process.kill(Number(await readFile(join(directory.path, 'pid'), 'utf8')), 'SIGUSR2');
    expect(await open.exited).toMatchObject({ exitCode: 7, message: 'ours ended with code 7' });
  });

  const failing: readonly (readonly [what: string, lines: readonly string[], message: RegExp])[] = [
    [
      'ends at once, with its last words',
      [startLine(process.execPath, '--eval', 'console.error("no licence {port}"); process.exit(3)')],
      /^ours ended with code 3: no licence \d+\.$/,
    ],
    ['does not exist', [startLine('/nowhere/broker', '{port}')], /^ours cannot be started: .*ENOENT/],
    [
      'does not answer in time',
      [
        startLine(process.execPath, '--eval', 'process.stdin.resume()', '{port}'),
        'startTimeoutSeconds = 0.3',
      ],
      /^ours did not answer a CONNECT on mqtt:\/\/127\.0\.0\.1:\d+ within 0\.3 s \(Cannot reach .*refused/,
    ],
  ];

  test.each(failing)('is refused when its program %s', async (_what, lines, message) => {
    await using directory = await temporaryDirectory();
    const file = await written(directory.path, [anyPort, ...lines]);
    const opening = openTarget({ kind: 'profile', file }, { presets: [] });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toMatchObject({ code: 'start-failed' });
  });
});

describe('a URL', () => {
  test('is probed, and nothing is ended with it', async () => {
    await using server = await fakeServer(tinyBroker(() => hex('20 02 00 00')));
    await using open = await openTarget(
      { kind: 'url', url: server.url, credentials: { userName: 'ann' } },
      { presets: [], timeoutMs: 2_000 },
    );
    expect(open.target).toMatchObject({ name: server.url, credentials: { userName: 'ann' } });
    expect(open.exited).toBeUndefined();
    expect(open.process).toBeUndefined();
  });
});

test('what the probe finds makes a profile that can be read again', async () => {
  await using server = await fakeServer(tinyBroker(() => hex('20 02 00 00')));
  const { target, report } = await openTarget(
    { kind: 'url', url: server.url, credentials: { userName: 'ann', password: 'secret' } },
    { presets: [], timeoutMs: 2_000 },
  );
  const text = profileText({ ...target, name: 'a "quoted" name', tls: { certificateCheck: 'skip' } }, report);
  expect(text).toContain('# The server can: mqtt-3.1.1, ');
  expect(text).not.toContain('secret');
  expect(parseProfile(text, 'x.toml').facts).toEqual({
    name: 'a "quoted" name',
    url: server.url,
    versions: ['3.1.1', '5.0'],
    credentials: { userName: 'ann' },
    tls: { certificateCheck: 'skip' },
  });
});
