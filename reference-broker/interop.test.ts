import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ServedBroker, serveBroker } from './serve.ts';

let served: ServedBroker;
beforeAll(async () => {
  served = await serveBroker({ url: 'mqtt://127.0.0.1:0' });
});
afterAll(() => served[Symbol.asyncDispose]());

/** The next messages that a client gets. */
function messages(client: MqttClient, count: number): Promise<string[]> {
  const heard: string[] = [];
  return new Promise((resolve) => {
    client.on('message', (topic, payload, { qos, retain }) => {
      heard.push(`${topic} ${payload.toString()} ${qos} ${retain}`);
      if (heard.length === count) resolve(heard);
    });
  });
}

describe.each([
  ['3.1.1', 4],
  ['5.0', 5],
] as const)('MQTT.js speaking %s', (version, protocolVersion) => {
  const connect = (name: string, options: mqtt.IClientOptions = {}): Promise<MqttClient> =>
    mqtt.connectAsync(served.url, {
      protocolVersion,
      clientId: `${name}-${version}`,
      reconnectPeriod: 0,
      ...options,
    });

  test('publishes and hears every QoS', async () => {
    const client = await connect('qos');
    await client.subscribeAsync(`${version}/#`, { qos: 2 });
    const heard = messages(client, 3);
    for (const qos of [0, 1, 2] as const) await client.publishAsync(`${version}/q`, `m${qos}`, { qos });
    expect(await heard).toEqual([0, 1, 2].map((qos) => `${version}/q m${qos} ${qos} false`));
    await client.endAsync();
  });

  test('hears a retained message', async () => {
    const client = await connect('retain');
    await client.publishAsync(`kept/${version}`, 'kept', { qos: 1, retain: true });
    const heard = messages(client, 1);
    await client.subscribeAsync(`kept/${version}`, { qos: 1 });
    expect(await heard).toEqual([`kept/${version} kept 1 true`]);
    await client.publishAsync(`kept/${version}`, '', { retain: true, qos: 1 });
    await client.endAsync();
  });

  test('hears a will', async () => {
    const watcher = await connect('watcher');
    await watcher.subscribeAsync(`will/${version}`);
    const heard = messages(watcher, 1);
    const will = { topic: `will/${version}`, payload: Buffer.from('gone'), qos: 0, retain: false } as const;
    const client = await connect('mortal', { will });
    client.stream.destroy();
    expect(await heard).toEqual([`will/${version} gone 0 false`]);
    await watcher.endAsync();
    await client.endAsync(true);
  });
});

const mosquitto = { pub: 'mosquitto_pub', sub: 'mosquitto_sub' };
const hasMosquitto = Object.values(mosquitto).every(
  (name) => spawnSync(name, ['--help']).error === undefined,
);

describe.skipIf(!hasMosquitto)(
  'mosquitto_pub and mosquitto_sub (skipped when they are not installed)',
  () => {
    test.each(['311', '5'])('exchange every QoS with -V %s', async (version) => {
      const { port } = new URL(served.url);
      const common = ['-V', `mqttv${version}`, '-h', '127.0.0.1', '-p', port];
      // The retained marker proves that the subscription stands before anything is published.
      await promisify(execFile)(mosquitto.pub, [
        ...common,
        '-t',
        `mosquitto/${version}`,
        '-m',
        'ready',
        '-r',
        '-q',
        '1',
      ]);
      const sub = spawn(mosquitto.sub, [
        ...common,
        '-t',
        `mosquitto/${version}`,
        '-q',
        '2',
        '-C',
        '4',
        '-F',
        '%q %p',
      ]);
      onTestFinished(() => void sub.kill());
      const closed = once(sub, 'close');
      let output = '';
      const ready = new Promise<void>((resolve) => {
        sub.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output.includes('ready')) resolve();
        });
      });
      await ready;
      for (const qos of ['0', '1', '2']) {
        await promisify(execFile)(mosquitto.pub, [
          ...common,
          '-t',
          `mosquitto/${version}`,
          '-m',
          `m${qos}`,
          '-q',
          qos,
        ]);
      }
      await closed;
      expect(output.trim().split('\n')).toEqual(['1 ready', '0 m0', '1 m1', '2 m2']);
    });
  },
);
