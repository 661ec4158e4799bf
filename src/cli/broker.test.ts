import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { configKeys } from '../../reference-broker/config/index.ts';
import { certificate } from '../transport/fixtures/certificate.ts';
import { dial } from '../transport/index.ts';
import { brokerCommand } from './broker.ts';
import { givenFlags } from './broker-flags.ts';

// Processes that compile our sources first, on a machine that has other work.
vi.setConfig({ testTimeout: 60_000 });

test('every key of the configuration is a flag', () => {
  const command = brokerCommand();
  command.parseOptions(configKeys.flatMap(({ flag }) => [flag, 'a value']));
  expect(givenFlags(command).map(({ key, values }) => [key.flag, values])).toEqual(
    configKeys.map(({ flag }) => [flag, ['a value']]),
  );
});

test('a short flag is the same as the long one', () => {
  const command = brokerCommand();
  command.parseOptions(['--data-dir', 'a', '--sync', 'none', '--http', 'b']);
  expect(givenFlags(command).map(({ key, flag, values }) => [key.flag, flag, values])).toEqual([
    ['--persistence.data-directory', '--data-dir', ['a']],
    ['--persistence.sync', '--sync', ['none']],
    ['--http.listen', '--http', ['b']],
  ]);
});

/** `mqtt-assay broker` from our sources. */
function start(...args: readonly string[]) {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const running = execa(process.execPath, ['--import', 'tsx', main, 'broker', ...args], { reject: false });
  let said = '';
  return {
    running,
    /** What it printed, once that has as many lines. */
    lines: (count: number) =>
      new Promise<readonly string[]>((resolve, reject) => {
        const look = (): void => {
          const lines = said.split('\n').slice(0, -1);
          if (lines.length >= count) resolve(lines);
        };
        running.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          look();
        });
        void running.then(({ stderr }) => reject(new Error(`the broker ended: ${stderr}`)));
      }),
    async [Symbol.asyncDispose]() {
      running.kill('SIGKILL');
      await running;
    },
  };
}

async function configFile(toml: string): Promise<AsyncDisposable & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mqtt-assay-broker-'));
  const file = join(folder, 'broker.toml');
  await writeFile(file, toml);
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

const pem = (name: string): string =>
  JSON.stringify(fileURLToPath(new URL(`../transport/fixtures/localhost.${name}.pem`, import.meta.url)));

test('a file with several listeners: one line for each, SIGHUP is survived, SIGTERM ends in order', async () => {
  await using config = await configFile(`
    [[listeners]]
    url = "mqtt://:0"
    [[listeners]]
    url = "wss://:0"
    certificateFile = ${pem('cert')}
    keyFile = ${pem('key')}
  `);
  await using broker = start('--config', config.file);
  const lines = await broker.lines(2);
  const urls = lines.map((line) => / on (\S+)$/.exec(line)?.[1] ?? '');
  expect(urls.map((url) => url.replace(/\d+(?=\/|$)/, 'PORT'))).toEqual([
    'mqtt://127.0.0.1:PORT',
    'wss://127.0.0.1:PORT/mqtt',
  ]);
  broker.running.kill('SIGHUP');
  expect((await broker.lines(3))[2]).toContain('the security files were read again');
  for (const url of urls) {
    await using stream = await dial(url, { tls: { ca: certificate.cert } });
    expect(stream.description).toContain('127.0.0.1');
  }
  broker.running.kill('SIGTERM');
  expect(await broker.running).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a wrong file ends the start with one sentence', async () => {
  await using config = await configFile('[limits]\ntopicLevel = 20\n');
  await using broker = start('--config', config.file);
  const { exitCode, stdout, stderr } = await broker.running;
  expect(stderr).toBe(
    `mqtt-assay: ${config.file}:2: limits.topicLevel is no key of the broker: did you mean topicLevels?`,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
});

test.each([
  [
    ['--limits.sessions', 'many'],
    'mqtt-assay: --limits.sessions must be a whole number of at least 1, not "many".',
  ],
  [
    ['--host', 'a b'],
    'mqtt-assay: Cannot listen on mqtt://a b:1883: the URL must start with mqtt://, mqtts://, ws://, wss://.',
  ],
  [
    ['--port', '0', '--listeners.url', 'mqtt://:0'],
    "error: option '--port <n>' cannot be used with option '--listeners.url <text>'",
  ],
])('%j is refused with one sentence', async (args, sentence) => {
  await using broker = start(...args);
  expect((await broker.running).stderr).toBe(sentence);
});
