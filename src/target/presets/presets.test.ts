import { beforeEach, describe, expect, test } from 'vitest';
import { openTarget } from '../open-target.ts';
import { probe } from '../probe.ts';
import { installed } from '../test-support/installed.ts';
import { isRunning } from '../test-support/is-running.ts';
import { publishDenied } from '../test-support/publish-denied.ts';
import { connack311, connect311, pingreq, pingresp, wire } from '../test-support/wire.ts';
import { aedes, findAedes } from './aedes.ts';
import { findEjabberd } from './ejabberd.ts';
import { findMosquitto, mosquitto } from './mosquitto.ts';
import { findRabbitmq } from './rabbitmq.ts';

const presets = [
  { preset: mosquitto, present: await installed(() => findMosquitto(['mosquitto', '/usr/sbin/mosquitto'])) },
  { preset: aedes, present: await installed(() => findAedes([import.meta.url])) },
];

describe.each(presets)('the preset $preset.name', ({ preset, present }) => {
  beforeEach(({ skip }) => {
    if (!present) skip(`${preset.name} is not installed`);
  });

  test('starts, is what it says, and leaves nothing behind', async () => {
    const open = await openTarget({ kind: 'preset', name: preset.name }, { presets: [preset] });
    expect(open.target.product).toMatch(new RegExp(`^${preset.name} \\d+\\.\\d+`));
    expect(open.target.capabilities).toContain('mqtt-3.1.1');
    await open[Symbol.asyncDispose]();
    expect(await open.exited).toMatchObject({ exitCode: 0 });
    await expect(probe(open.target.url)).rejects.toMatchObject({ code: 'refused' });
  });

  test('refuses a wrong password, and takes the right one', async () => {
    await using open = await openTarget({ kind: 'preset', name: preset.name }, { presets: [preset] });
    const { url, refusedCredentials } = open.target;
    if (refusedCredentials === undefined) throw new Error('the preset declares no refused credentials');
    await expect(probe(url, { credentials: refusedCredentials })).rejects.toMatchObject({
      code: 'refused-connection',
    });
    const report = await probe(url, { credentials: { ...refusedCredentials, password: 'correct' } });
    expect(report.capabilities).toContain('mqtt-3.1.1');
  });

  test('does not deliver what is published to its denied topic', async () => {
    await using open = await openTarget({ kind: 'preset', name: preset.name }, { presets: [preset] });
    const { received, ofAllowed, ofDenied } = await publishDenied(open.target);
    expect(received).toContain(ofAllowed);
    expect(received).not.toContain(ofDenied);
  });

  test('refuses the Client Identifier that it says it refuses', async ({ skip }) => {
    await using open = await openTarget({ kind: 'preset', name: preset.name }, { presets: [preset] });
    const { url, refusedClientIdentifier } = open.target;
    if (refusedClientIdentifier === undefined) return skip(`${preset.name} can refuse none`);
    const client = wire(url);
    client.send(connect311(refusedClientIdentifier));
    expect(await client.until((hex) => hex.length === 8)).toBe('20020002');
  });
});

describe.each(presets)('the preset $preset.name, to be measured', ({ preset, present }) => {
  beforeEach(({ skip }) => {
    if (!present) skip(`${preset.name} is not installed`);
  });

  const spec = { kind: 'preset', name: preset.name } as const;
  const measured = { presets: [preset], purpose: 'measure' } as const;

  test('refuses nothing, and shows its process', async () => {
    await using open = await openTarget(spec, measured);
    expect(open.target.capabilities).not.toContain('refused-credentials');
    expect(open.target).not.toHaveProperty('deniedPublishTopic');
    const client = wire(open.target.url);
    client.send(connect311('assay-refused', { userName: 'assay', password: 'wrong' }) + pingreq);
    expect(await client.until((hex) => hex.includes(pingresp))).toBe(connack311 + pingresp);
    expect(open.process?.pid).toBeGreaterThan(0);
    expect(isRunning(open.process)).toBe(true);
    await open[Symbol.asyncDispose]();
    expect(isRunning(open.process)).toBe(false);
  });

  test('has one hash for one configuration, and another for another', async () => {
    const hashes: (string | undefined)[] = [];
    for (const options of [measured, measured, { presets: [preset] }]) {
      await using open = await openTarget(spec, options);
      hashes.push(open.target.configurationHash);
    }
    const [one, again, judged] = hashes;
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(one);
    expect(judged).not.toBe(one);
  });
});

describe('a program that is missing', () => {
  test('mosquitto', async () => {
    await expect(findMosquitto(['/nowhere/mosquitto'])).rejects.toMatchObject({
      code: 'not-installed',
      message: 'mosquitto is not installed: run `apt-get install mosquitto`, or name another target.',
    });
  });

  test('rabbitmq', async () => {
    await expect(findRabbitmq('/nowhere')).rejects.toMatchObject({
      code: 'not-installed',
      message: 'rabbitmq is not installed: run `apt-get install rabbitmq-server`, or name another target.',
    });
  });

  test('ejabberd', async () => {
    await expect(findEjabberd('/nowhere')).rejects.toMatchObject({
      code: 'not-installed',
      message: 'ejabberd is not installed: run `apt-get install ejabberd`, or name another target.',
    });
  });

  test('aedes', () => {
    expect(() => findAedes(['/nowhere/package.json'])).toThrow(
      'aedes is not installed: run `npm install aedes`, or name another target.',
    );
  });
});
