import { connect } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openTarget } from '../open-target.ts';
import { probe } from '../probe.ts';
import { aedes, findAedes } from './aedes.ts';
import { findMosquitto, mosquitto } from './mosquitto.ts';

const installed = async (find: () => unknown): Promise<boolean> => {
  try {
    await find();
    return true;
  } catch {
    return false;
  }
};

const presets = [
  { preset: mosquitto, present: await installed(() => findMosquitto(['mosquitto', '/usr/sbin/mosquitto'])) },
  { preset: aedes, present: await installed(() => findAedes([import.meta.url])) },
];

/** A raw connection: everything that came so far, once it is enough or the other side ended it. */
const wire = (url: string) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => {
    socket.destroy();
  });
  let received = '';
  const until = (isEnough: (hex: string) => boolean) =>
    new Promise<string>((settle) => {
      const look = (): void => {
        if (isEnough(received) || socket.closed) settle(received);
      };
      socket.on('data', look).on('close', look);
      look();
    });
  // A reset is an end like any other here; what was received decides.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received += chunk.toString('hex');
  });
  return { send: (bytes: string) => socket.write(Buffer.from(bytes, 'hex')), until };
};

const text = (value: string): string => {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([Buffer.from([0, bytes.length]), bytes]).toString('hex');
};

const packet = (firstByte: string, body: string): string =>
  firstByte + Buffer.from([body.length / 2]).toString('hex') + body;

const connect311 = (clientIdentifier: string): string =>
  packet('10', `${text('MQTT')}0402003c${text(clientIdentifier)}`);
const subscribe = (filter: string): string => packet('82', `0001${text(filter)}00`);
const publish = (topic: string): string => packet('30', `${text(topic)}ff`);
const suback = '9003000100';
const pingreq = 'c000';
const pingresp = 'd000';

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
    const topic = open.target.deniedPublishTopic ?? '';
    expect(topic).not.toBe('');
    const subscriber = wire(open.target.url);
    subscriber.send(connect311('subscriber') + subscribe('#'));
    await subscriber.until((hex) => hex.includes(suback));
    // Either the server goes on after the refusal, or it ends the connection: both are allowed.
    const denied = wire(open.target.url);
    denied.send(connect311('denied') + publish(topic) + pingreq);
    await denied.until((hex) => hex.includes(pingresp));
    const allowed = wire(open.target.url);
    allowed.send(connect311('allowed') + publish('assay/allowed'));
    const received = await subscriber.until((hex) => hex.includes(text('assay/allowed')));
    expect(received).toContain(publish('assay/allowed'));
    expect(received).not.toContain(text(topic));
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

describe('a program that is missing', () => {
  test('mosquitto', async () => {
    await expect(findMosquitto(['/nowhere/mosquitto'])).rejects.toMatchObject({
      code: 'not-installed',
      message: 'mosquitto is not installed: run `apt-get install mosquitto`, or name another target.',
    });
  });

  test('aedes', () => {
    expect(() => findAedes(['/nowhere/package.json'])).toThrow(
      'aedes is not installed: run `npm install aedes`, or name another target.',
    );
  });
});
