import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OpenTarget } from '../open-target.ts';
import { openTarget } from '../open-target.ts';
import { probe } from '../probe.ts';
import type { HttpPublish } from '../target.ts';
import { installed } from '../test-support/installed.ts';
import { isRunning } from '../test-support/is-running.ts';
import { publishDenied } from '../test-support/publish-denied.ts';
import { connack311, connect311, publish, suback, subscribe, text, wire } from '../test-support/wire.ts';
import { ejabberd, findEjabberd } from './ejabberd.ts';
import { findRabbitmq, rabbitmq } from './rabbitmq.ts';

/** RabbitMQ waits six seconds for cluster members at its first start, and the machine may be busy. */
const longestMs = 120_000;
vi.setConfig({ testTimeout: longestMs, hookTimeout: longestMs });

const hasRabbitmq = await installed(() => findRabbitmq('/usr/lib/rabbitmq/lib'));
const hasEjabberd = await installed(() => findEjabberd('/usr/lib'));

const presets = [
  { preset: rabbitmq, present: hasRabbitmq, portsOfHelpers: ['ERL_EPMD_PORT'] },
  { preset: ejabberd, present: hasEjabberd, portsOfHelpers: [] },
];

/** A variable that a running process was started with. */
const variableOf = (pid: number, name: string): string => {
  const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const found = variables.find((variable) => variable.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`the process ${pid} has no variable ${name}`);
  return found.slice(name.length + 1);
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
    socket.once('connect', () => socket.destroy());
  });

/** RabbitMQ's way to publish: what it answered. */
const post = async ({ url, credentials }: HttpPublish, routingKey: string, payload: readonly number[]) => {
  const { userName, password } = credentials;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}` },
    body: JSON.stringify({
      properties: {},
      routing_key: routingKey,
      payload: Buffer.from(payload).toString('base64'),
      payload_encoding: 'base64',
    }),
  });
  return response.json();
};

describe.each(presets)('the preset $preset.name', ({ preset, present, portsOfHelpers }) => {
  const spec = { kind: 'preset', name: preset.name } as const;
  const reason = `${preset.name} is not installed`;

  describe('to be judged', () => {
    let open: OpenTarget;
    beforeAll(async () => {
      if (present) open = await openTarget(spec, { presets: [preset] });
    });
    afterAll(() => open?.[Symbol.asyncDispose]());

    test('is what it says', ({ skip }) => {
      if (!present) skip(reason);
      expect(open.target.product).toMatch(new RegExp(`^${preset.name} \\d+\\.\\d+`));
      expect(open.target.capabilities).toContain('mqtt-3.1.1');
      expect(open.target.configurationHash).toMatch(/^[0-9a-f]{64}$/);
    });

    test('refuses a wrong password, and takes the right one', async ({ skip }) => {
      if (!present) skip(reason);
      const { url, refusedCredentials } = open.target;
      if (refusedCredentials === undefined) throw new Error('the preset declares no refused credentials');
      await expect(probe(url, { credentials: refusedCredentials })).rejects.toMatchObject({
        code: 'refused-connection',
      });
      const report = await probe(url, { credentials: { ...refusedCredentials, password: 'correct' } });
      expect(report.capabilities).toContain('mqtt-3.1.1');
    });

    test('does not deliver what is published to its denied topic', async ({ skip }) => {
      if (!present) skip(reason);
      const { received, ofAllowed, ofDenied } = await publishDenied(open.target);
      expect(received).toContain(ofAllowed);
      expect(received).not.toContain(ofDenied);
    });

    test('publishes by HTTP, if it says so', async ({ skip }) => {
      if (!present) skip(reason);
      const { url, httpPublish } = open.target;
      if (httpPublish === undefined) return skip(`${preset.name} has no HTTP API`);
      const subscriber = wire(url);
      subscriber.send(connect311('http-subscriber') + subscribe('assay/#'));
      await subscriber.until((hex) => hex.includes(suback));
      expect(await post(httpPublish, 'assay.http', [0xff])).toEqual({ routed: true });
      const received = await subscriber.until((hex) => hex.includes(text('assay/http')));
      expect(received).toContain(publish('assay/http'));
    });
  });

  test('is measured without refusals, and leaves no process and no file behind', async ({ skip }) => {
    if (!present) skip(reason);
    const open = await openTarget(spec, { presets: [preset], purpose: 'measure' });
    const { target, process: server } = open;
    expect(target).not.toHaveProperty('refusedCredentials');
    expect(target).not.toHaveProperty('deniedPublishTopic');
    // The process itself and no shell around it: what it uses is to be measured.
    expect(readFileSync(`/proc/${server?.pid}/comm`, 'utf8')).toBe('beam.smp\n');
    const directory = variableOf(server?.pid ?? 0, 'ASSAY_DIRECTORY');
    expect(existsSync(directory)).toBe(true);
    const ports = portsOfHelpers.map((name) => Number(variableOf(server?.pid ?? 0, name)));
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => true));
    await open[Symbol.asyncDispose]();
    expect(await open.exited).toMatchObject({ exitCode: 0 });
    expect(isRunning(server)).toBe(false);
    expect(existsSync(directory)).toBe(false);
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false));
    await expect(probe(target.url)).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('ejabberd', () => {
  /** Opens the target, says where, and stays. */
  const owner = `
    import { openTarget } from ${JSON.stringify(new URL('../open-target.ts', import.meta.url).href)};
    import { ejabberd } from ${JSON.stringify(new URL('./ejabberd.ts', import.meta.url).href)};
    const open = await openTarget({ kind: 'preset', name: 'ejabberd' }, { presets: [ejabberd], purpose: 'measure' });
    process.stdout.write(JSON.stringify({ pid: open.process.pid, url: open.target.url }) + '\\n');
    setInterval(() => {}, 60_000);`;

  test('ends when we are killed', async ({ skip }) => {
    if (!hasEjabberd) skip('ejabberd is not installed');
    const running = execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', owner], {
      reject: false,
    });
    const [line] = await new Promise<readonly string[]>((settle) => {
      running.stdout.on('data', (chunk: Buffer) => settle(chunk.toString().split('\n')));
      void running.then(({ stderr }) => settle([stderr]));
    });
    const { pid, url } = JSON.parse(line ?? '') as { pid: number; url: string };
    const directory = variableOf(pid, 'ASSAY_DIRECTORY');
    const client = wire(url);
    client.send(connect311('witness', { userName: 'anybody', password: 'anything' }));
    expect(await client.until((hex) => hex.length >= connack311.length)).toBe(connack311);
    running.kill('SIGKILL');
    await running;
    // It ends the connection by its own end.
    await client.until(() => false);
    await expect.poll(() => isRunning({ pid }), { timeout: 10_000 }).toBe(false);
    expect(existsSync(directory)).toBe(false);
  });
});
