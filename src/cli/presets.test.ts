import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { openTarget } from '../target/index.ts';
import { probe } from '../target/probe.ts';
import { publishDenied } from '../target/test-support/publish-denied.ts';
import { assertEmbedded, presets, presetsOver, targetSpecs } from './presets.ts';

// Processes that compile our sources first, on a machine that has other work.
vi.setConfig({ testTimeout: 60_000 });

test('the reference broker is measured in a process of its own, which ends with the target', async () => {
  const spec = { kind: 'preset', name: 'reference' } as const;
  const open = await openTarget(spec, { presets, purpose: 'measure', timeoutMs: 10_000 });
  const { target, process: server } = open;
  expect(target.capabilities).toEqual(expect.arrayContaining(['mqtt-3.1.1', 'mqtt-5.0', 'qos-2']));
  expect(target.capabilities).not.toContain('refused-credentials');
  expect(server?.pid).toBeGreaterThan(0);
  expect(server?.pid).not.toBe(process.pid);
  await open[Symbol.asyncDispose]();
  expect(await open.exited).toMatchObject({ exitCode: 0, stderr: '' });
});

test.each([
  { transport: 'tcp', scheme: 'mqtt:', check: undefined },
  { transport: 'tls', scheme: 'mqtts:', check: 'verify' },
  { transport: 'ws', scheme: 'ws:', check: undefined },
  { transport: 'wss', scheme: 'wss:', check: 'verify' },
] as const)('the embedded brokers are reached by $transport', async ({ transport, scheme, check }) => {
  for (const name of ['reference', 'secured'] as const) {
    const spec = { kind: 'preset', name } as const;
    await using open = await openTarget(spec, { presets: presetsOver(transport), timeoutMs: 10_000 });
    expect(new URL(open.target.url).protocol).toBe(scheme);
    expect(open.target.capabilities).toEqual(expect.arrayContaining(['mqtt-3.1.1', 'mqtt-5.0']));
    expect(open.target.tls?.certificateCheck).toBe(check);
  }
});

test('the secured broker lets in who proves a user, and denies the topic that it says it denies', async () => {
  const spec = { kind: 'preset', name: 'secured' } as const;
  await using open = await openTarget(spec, { presets: presetsOver('tcp'), timeoutMs: 10_000 });
  const { url, refusedCredentials } = open.target;
  await expect(probe(url)).rejects.toMatchObject({ code: 'refused-connection' });
  if (refusedCredentials === undefined) throw new Error('the preset declares no refused credentials');
  await expect(probe(url, { credentials: refusedCredentials })).rejects.toMatchObject({
    code: 'refused-connection',
  });
  const { received, ofAllowed, ofDenied } = await publishDenied(open.target);
  expect(received).toContain(ofAllowed);
  expect(received).not.toContain(ofDenied);
});

test.each(['mosquitto', 'mqtt://127.0.0.1:1883', 'mine.toml'])('no transport is chosen for %s', (word) => {
  const specs = targetSpecs(['reference', word]);
  expect(() => assertEmbedded(specs, 'wss')).toThrow(
    `--transport wss is for the embedded brokers (reference, restricted, secured, durable) and not for ${word}: leave it out,`,
  );
});

/** `mqtt-assay broker` from our sources, listening. */
const listeningBroker = async (stdin: 'pipe' | 'ignore', ...flags: readonly string[]) => {
  const main = new URL('./main.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', main, 'broker', '--port', '0', ...flags];
  const running = execa(process.execPath, args, { reject: false, stdin });
  const said = await new Promise<string>((settle) => {
    running.stdout.once('data', (chunk: Buffer) => settle(chunk.toString()));
    void running.then(({ stderr }) => settle(stderr));
  });
  const url = / on (mqtt:\/\/127\.0\.0\.1:\d+)\n$/.exec(said)?.[1];
  if (url === undefined) throw new Error(`the broker does not say where it listens: ${said}`);
  return { running, url };
};

test('the broker ends when its stdin does, if it is told to', async () => {
  const { running } = await listeningBroker('pipe', '--end-with-stdin');
  running.stdin?.end();
  expect(await running).toMatchObject({ exitCode: 0, stderr: '' });
});

test('the broker does not care about its stdin otherwise', async () => {
  // Its stdin is at its end from the beginning, as that of a service is.
  const { running, url } = await listeningBroker('ignore');
  await using open = await openTarget({ kind: 'url', url }, { presets, timeoutMs: 10_000 });
  expect(open.target.capabilities).toContain('mqtt-5.0');
  running.kill('SIGTERM');
  expect(await running).toMatchObject({ exitCode: 0, stderr: '' });
});
