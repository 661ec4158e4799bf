import { writeFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { dial } from '../src/transport/index.ts';
import {
  expectOneSentence,
  longestTestMs,
  readResult,
  runCli,
  startBroker,
  temporaryFolder,
} from './run-cli.ts';

vi.setConfig({ testTimeout: longestTestMs });

const listed = z.array(
  z.strictObject({
    case: z.string(),
    section: z.string(),
    mqtt: z.array(z.enum(['3.1.1', '5.0'])).min(1),
    statements: z.array(z.string()).min(1),
    needs: z.array(z.string()),
  }),
);

/** Runs a command that must succeed without a word on stderr, and gives what it printed. */
async function output(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

describe.concurrent('list', () => {
  test('has a line for each case, and --json says the same', async () => {
    const lines = (await output('list')).trimEnd().split('\n');
    const rows = listed.parse(JSON.parse(await output('list', '--json')));
    expect(rows.length).toBeGreaterThan(100);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(rows.map((row) => row.case));
  });

  test.each(['pingreq/**', '5.0/MQTT-3.12.4-1', '3.12'])('takes the pattern %s', async (pattern) => {
    const rows = listed.parse(JSON.parse(await output('list', pattern, '--json')));
    expect(rows.map((row) => row.case)).toEqual(['pingreq/is-answered', 'pingreq/each-one-is-answered']);
    expect(rows[0]).toMatchObject({
      section: '3.12',
      mqtt: ['3.1.1', '5.0'],
      statements: ['3.1.1/MQTT-3.12.4-1', '5.0/MQTT-3.12.4-1'],
    });
  });
});

describe.concurrent('explain', () => {
  test('leads to the standard, the cases and the lies', async () => {
    const text = await output('explain', '5.0/MQTT-3.12.4-1');
    expect(text).toMatch(/^5\.0\/MQTT-3\.12\.4-1 {2}MUST, server/);
    expect(text).toMatch(/^ {2}https:\/\/docs\.oasis-open\.org\/mqtt\/mqtt\/v5\.0\//m);
    expect(text).toMatch(/^ {2}case pingreq\/is-answered\n {4}caught lie pingreq\//m);
  });

  test('asks which version is meant by a bare id', async () => {
    const result = await runCli(['explain', 'MQTT-3.12.4-1']);
    expectOneSentence(result);
    expect(result.exitCode).toBe(64);
    expect(result.stderr).toContain('say 3.1.1/MQTT-3.12.4-1 or 5.0/MQTT-3.12.4-1');
  });
});

test.concurrent('coverage prints a share, and --min is held against it', async () => {
  const text = await output('coverage');
  expect(text).toMatch(/^MQTT 3\.1\.1\n {2}1 +\d+ of +\d+ /m);
  expect(text).toMatch(/^MQTT 5\.0\n/m);
  const percent = Number(/^covered: ([\d.]+) %/m.exec(text)?.[1]);
  expect(percent).toBeGreaterThan(0);
  // Printed with one digit, so that the share itself lies within a tenth.
  expect((await runCli(['coverage', '--min', String(percent - 0.1)])).exitCode).toBe(0);
  const above = await runCli(['coverage', '--min', String(Math.min(100, percent + 0.1))]);
  expect(above.exitCode).toBe(percent === 100 ? 0 : 99);
});

test.concurrent('what probe prints is a profile that check takes', async () => {
  await using folder = await temporaryFolder();
  await using broker = await startBroker();
  const file = folder.path('reference.toml');
  const profile = await output('probe', 'reference');
  expect(profile).toMatch(/^url = "mqtt:\/\/127\.0\.0\.1:\d+"$/m);
  // The broker of the probe is gone; the same one runs elsewhere.
  await writeFile(file, profile.replace(/^url = .*$/m, `url = "${broker.url}"`));
  const out = folder.path('result.ndjson');
  await output('check', file, '--only', 'pingreq/**', '--out', out);
  const { run, end } = await readResult(out);
  expect(run.targets[0]).toMatchObject({ name: 'reference', url: broker.url });
  expect(end?.verdicts).toEqual({ reference: { pass: 4 } });
});

test.concurrent('probe takes a URL as well', async () => {
  await using broker = await startBroker();
  expect(await output('probe', broker.url)).toContain(`url = "${broker.url}"`);
});

describe.concurrent('broker', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('answers, and ends in order by %s', async (signal) => {
    await using broker = await startBroker();
    await using stream = await dial(broker.url);
    expect(await broker.end(signal)).toEqual({ exitCode: 0, stderr: '' });
    await expect(dial(broker.url)).rejects.toMatchObject({ code: 'refused' });
    expect(stream.description).toContain('127.0.0.1');
  });
});

test.concurrent('audit catches every lie about PINGREQ', async () => {
  expect(await output('audit', 'pingreq/**')).toMatch(/caught (\d+) of \1 lies \(100 %\)/);
});

test.concurrent('--help and --version exit 0', async () => {
  expect(await output('check', '--help')).toContain('Usage: mqtt-assay check');
  expect(await output('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
});
