import { spawn, spawnSync } from 'node:child_process';
import { execa } from 'execa';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BrokerProcess, startBroker } from './run-cli.ts';

// What the broker does within one process is proved in reference-broker/interop.test.ts; this is the program.

let broker: BrokerProcess;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(async () => {
  expect(await broker.end('SIGTERM')).toEqual({ exitCode: 0, stderr: '' });
});

describe.each([
  ['3.1.1', 4],
  ['5.0', 5],
] as const)('MQTT.js speaking %s', (version, protocolVersion) => {
  function connect(name: string, options: IClientOptions = {}): Promise<MqttClient> {
    const clientId = `${name}-${version}`;
    return mqtt.connectAsync(broker.url, { protocolVersion, clientId, reconnectPeriod: 0, ...options });
  }

  /** The next messages that a client gets. */
  function messages(client: MqttClient, count: number): Promise<string[]> {
    const heard: string[] = [];
    return new Promise((resolve) => {
      client.on('message', (topic, payload, { qos, retain }) => {
        heard.push(`${topic} ${payload.toString()} QoS ${qos}${retain ? ' retained' : ''}`);
        if (heard.length === count) resolve(heard);
      });
    });
  }

  test('hears every QoS, a retained message and a will', async () => {
    const watcher = await connect('watcher');
    await watcher.publishAsync(`${version}/kept`, 'kept', { qos: 1, retain: true });
    const heard = messages(watcher, 5);
    await watcher.subscribeAsync(`${version}/#`, { qos: 2 });
    for (const qos of [0, 1, 2] as const) await watcher.publishAsync(`${version}/q`, `m${qos}`, { qos });
    const will = { topic: `${version}/will`, payload: Buffer.from('gone'), qos: 1, retain: false } as const;
    const mortal = await connect('mortal', { will });
    mortal.stream.destroy();
    expect(await heard).toEqual([
      `${version}/kept kept QoS 1 retained`,
      `${version}/q m0 QoS 0`,
      `${version}/q m1 QoS 1`,
      `${version}/q m2 QoS 2`,
      `${version}/will gone QoS 1`,
    ]);
    await mortal.endAsync(true);
    await watcher.endAsync();
  });
});

const hasMosquitto = ['mosquitto_pub', 'mosquitto_sub'].every(
  (name) => spawnSync(name, ['--help']).error === undefined,
);

describe.skipIf(!hasMosquitto)('the clients of mosquitto (skipped when they are not installed)', () => {
  test.each(['311', '5'])('hear every QoS, a retained message and a will with -V %s', async (version) => {
    const { port } = new URL(broker.url);
    const common = ['-V', `mqttv${version}`, '-h', '127.0.0.1', '-p', port];
    const topic = `mosquitto/${version}`;
    const publish = (qos: string, message: string, ...more: readonly string[]) =>
      execa('mosquitto_pub', [...common, '-t', topic, '-q', qos, '-m', message, ...more]);
    const subscribe = (count: string, ...more: readonly string[]) => {
      const child = spawn('mosquitto_sub', [
        ...common,
        '-t',
        topic,
        '-q',
        '2',
        '-C',
        count,
        '-F',
        '%q %r %p',
        ...more,
      ]);
      onTestFinished(() => void child.kill());
      let output = '';
      const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output)));
      const ready = new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          // The retained message proves that the subscription stands.
          if (output.includes('ready')) resolve();
        });
      });
      return { child, ready, ended };
    };

    await publish('1', 'ready', '-r');
    const watcher = subscribe('5');
    const mortal = subscribe('99', '--will-topic', topic, '--will-payload', 'gone', '--will-qos', '1');
    await Promise.all([watcher.ready, mortal.ready]);
    for (const qos of ['0', '1', '2']) await publish(qos, `m${qos}`);
    mortal.child.kill('SIGKILL');
    expect((await watcher.ended).trim().split('\n')).toEqual([
      '1 1 ready',
      '0 0 m0',
      '1 0 m1',
      '2 0 m2',
      '1 0 gone',
    ]);
  });
});
