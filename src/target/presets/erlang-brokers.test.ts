import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OpenTarget } from '../open-target.ts';
import { openTarget } from '../open-target.ts';
import { probe } from '../probe.ts';
import type { HttpPublish, Target } from '../target.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { installed } from '../test-support/installed.ts';
import { isRunning } from '../test-support/is-running.ts';
import { publishDenied } from '../test-support/publish-denied.ts';
import { connack311, connect311, publish, suback, subscribe, text, wire } from '../test-support/wire.ts';
import { ejabberd, findEjabberd } from './ejabberd.ts';
import { findRabbitmq, rabbitmq, startRabbitmq } from './rabbitmq.ts';

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

/** What a node may leave behind: its directory, and the ports of its helpers, by the variables that name them. */
const tracesOf = (pid: number, portVariables: readonly string[]) => {
  const directory = variableOf(pid, 'ASSAY_DIRECTORY');
  const ports = portVariables.map((name) => Number(variableOf(pid, name)));
  const left = async (): Promise<readonly unknown[]> => {
    const listening = await Promise.all(ports.map(isListening));
    return [...(existsSync(directory) ? [directory] : []), ...ports.filter((_, index) => listening[index])];
  };
  return { all: [directory, ...ports], left };
};

/** Opens a target in a process that can be killed. */
const openedElsewhere = async (name: string) => {
  const modules = ['../open-target.ts', './rabbitmq.ts', './ejabberd.ts'].map((path) =>
    JSON.stringify(new URL(path, import.meta.url).href),
  );
  const program = `
    const [{ openTarget }, { rabbitmq }, { ejabberd }] = await Promise.all([${modules.join()}].map((path) => import(path)));
    const spec = { kind: 'preset', name: ${JSON.stringify(name)} };
    const open = await openTarget(spec, { presets: [rabbitmq, ejabberd], purpose: 'measure' });
    process.stdout.write(JSON.stringify({ pid: open.process.pid, target: open.target }));
    setInterval(() => {}, 60_000);`;
  const running = execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    reject: false,
  });
  const said = await new Promise<string>((settle) => {
    running.stdout.once('data', (chunk: Buffer) => settle(chunk.toString()));
    void running.then(({ stderr }) => settle(stderr));
  });
  if (!said.startsWith('{')) throw new Error(`${name} was not opened: ${said}`);
  const kill = async (): Promise<void> => {
    running.kill('SIGKILL');
    await running;
  };
  return { ...(JSON.parse(said) as { readonly pid: number; readonly target: Target }), kill };
};

/** RabbitMQ's way to publish: what it answered. */
const post = async ({ url, credentials }: HttpPublish, routingKey: string, payload: readonly number[]) => {
  const { userName, password } = credentials ?? {};
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

    test('leaves nothing behind', async ({ skip }) => {
      if (!present) skip(reason);
      const { target, process: server } = open;
      const traces = tracesOf(server?.pid ?? 0, portsOfHelpers);
      expect(await traces.left()).toEqual(traces.all);
      await open[Symbol.asyncDispose]();
      expect(await open.exited).toMatchObject({ exitCode: 0 });
      expect(isRunning(server)).toBe(false);
      expect(await traces.left()).toEqual([]);
      await expect(probe(target.url)).rejects.toMatchObject({ code: 'refused' });
    });
  });

  test('is measured without refusals, and ends when we are killed', async ({ skip }) => {
    if (!present) skip(reason);
    const { target, pid, kill } = await openedElsewhere(preset.name);
    expect(target).not.toHaveProperty('refusedCredentials');
    expect(target).not.toHaveProperty('deniedPublishTopic');
    // The process itself and no shell around it: what it uses is to be measured.
    expect(readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('beam.smp\n');
    const traces = tracesOf(pid, portsOfHelpers);
    const client = wire(target.url);
    client.send(connect311('witness', target.credentials));
    expect(await client.until((hex) => hex.length >= connack311.length)).toBe(connack311);
    await kill();
    // It ends the connection by its own end.
    await client.until(() => false);
    await expect.poll(() => isRunning({ pid }), { timeout: 10_000 }).toBe(false);
    expect(await traces.left()).toEqual([]);
  });
});

describe('rabbitmq', () => {
  test('leaves no port mapper behind when it does not start', async ({ skip }) => {
    if (!hasRabbitmq) skip('rabbitmq is not installed');
    await using folder = await temporaryDirectory();
    const program = join(folder.path, 'program');
    // It fails when it has seen the port mapper, and says which.
    await writeFile(
      program,
      '#!/bin/sh\nuntil epmd -names >/dev/null 2>&1; do :; done\necho "$ERL_EPMD_PORT" >&2\nexit 1\n',
      { mode: 0o700 },
    );
    const failure: unknown = await startRabbitmq({ program, product: 'rabbitmq 0' }, 'measure').catch(
      (error: unknown) => error,
    );
    const port = /^rabbitmq ended with code 1: (\d+)\.$/.exec(
      failure instanceof Error ? failure.message : '',
    )?.[1];
    expect(Number(port)).toBeGreaterThan(0);
    expect(await isListening(Number(port))).toBe(false);
  });
});
