import { describe, expect, test } from 'vitest';
import type { BrokerOptions } from '../../../reference-broker/index.ts';
import { serveBroker } from '../../../reference-broker/serve.ts';
import { listen } from '../../transport/index.ts';
import { type Connection, openConnection } from './connection.ts';
import { publishAll, type StoredMessage } from './publish-all.ts';

const payload = new Uint8Array(100);
const messages = (count: number): readonly StoredMessage[] =>
  Array.from({ length: count }, (_, at) => ({ topicName: `t/${at % 7}`, payload }));

function connect(url: string, version: '3.1.1' | '5.0'): Promise<Connection> {
  return openConnection({
    url,
    dial: {},
    timeoutMs: 5000,
    connect: {
      type: 'connect',
      protocolVersion: version,
      cleanStart: true,
      keepAliveSeconds: 0,
      clientIdentifier: 'p',
    },
  });
}

const common = { retain: false, timeoutMs: 10_000 };
const serve = (options: BrokerOptions = {}) => serveBroker({ url: 'mqtt://127.0.0.1:0', ...options });

describe.each([0, 1, 2] as const)('QoS %i', (qos) => {
  test.each(['3.1.1', '5.0'] as const)(
    'all messages are taken when it resolves, MQTT %s',
    async (version) => {
      await using served = await serve();
      const connection = await connect(served.url, version);
      const published = await publishAll(connection, messages(5000), { ...common, qos, version });
      expect(published).toEqual({ sent: 5000, acknowledged: qos === 0 ? 0 : 5000, refused: 0 });
      expect(served.broker.stats.messagesReceived[qos]).toBe(5000);
      connection.disconnect();
    },
  );
});

test('nothing to publish is done at once', async () => {
  await using served = await serve();
  const connection = await connect(served.url, '3.1.1');
  const published = await publishAll(connection, [], { ...common, qos: 1, version: '3.1.1' });
  expect(published).toEqual({ sent: 0, acknowledged: 0, refused: 0 });
  connection.disconnect();
});

test('no more are under way than the target may be sent', async () => {
  // This broker ends a connection that sends more.
  await using served = await serve({ capabilities: { receiveMaximum: 3 } });
  const connection = await connect(served.url, '5.0');
  const published = await publishAll(connection, messages(200), { ...common, qos: 2, version: '5.0' });
  expect(published.acknowledged).toBe(200);
  connection.disconnect();
});

test.each([1, 2] as const)('what is refused at QoS %i is counted', async (qos) => {
  const refusal = { reasonCode: 0x87, detail: 'no' };
  await using served = await serve({
    hooks: { authorizePublish: (_, topicName) => (topicName === 't/3' ? refusal : 'allow') },
  });
  const connection = await connect(served.url, '5.0');
  const published = await publishAll(connection, messages(700), { ...common, qos, version: '5.0' });
  expect(published).toEqual({ sent: 700, acknowledged: 600, refused: 100 });
  connection.disconnect();
});

/** Lets a client in, and does something with whatever comes next. */
async function listenRudely(onPublish: 'silence' | 'end') {
  return await listen('mqtt://127.0.0.1:0', (stream) => {
    let isIn = false;
    stream.onData(() => {
      if (!isIn) stream.write(Uint8Array.of(0x20, 2, 0, 0));
      else if (onPublish === 'end') stream.close();
      isIn = true;
    });
    stream.onEnd(() => undefined);
  });
}

test('a target that does not acknowledge is given up in time', async () => {
  await using listener = await listenRudely('silence');
  const connection = await connect(listener.url, '3.1.1');
  const options = { ...common, qos: 1, version: '3.1.1', timeoutMs: 100 } as const;
  await expect(publishAll(connection, messages(5), options)).rejects.toMatchObject({
    code: 'timed-out',
    message: 'of 5 messages 5 were not acknowledged within 100 ms',
  });
  connection.cut();
});

test('a target that ends the connection is told', async () => {
  await using listener = await listenRudely('end');
  const connection = await connect(listener.url, '3.1.1');
  const running = publishAll(connection, messages(5), { ...common, qos: 1, version: '3.1.1' });
  await expect(running).rejects.toMatchObject({ code: 'closed' });
});
