import { expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import type { Packet, PacketType } from '../src/packet/packet.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { memoryPair } from '../src/transport/memory.ts';
import {
  createDurableBroker,
  type DurableTestBroker,
  expectSoon,
  keptFor,
  stillness,
} from './fixtures/durable-broker.ts';
import { subscribe } from './fixtures/test-broker.ts';
import { openTestClient, publish, type TestClient, to } from './fixtures/test-client.ts';

const qos1 = (packetIdentifier: number) => publish('a', 'one', { qos: 1, packetIdentifier });
const qos2 = (packetIdentifier: number) => publish('a', 'two', { qos: 2, packetIdentifier });
const subscribeA: Packet = { type: 'subscribe', packetIdentifier: 7, subscriptions: [to('a')] };

interface Scene {
  readonly client: TestClient;
  readonly other: TestClient;
}

/** Two clients whose Sessions are kept; `client` is subscribed to `a`. */
async function scene(durable: DurableTestBroker): Promise<Scene> {
  const client = await durable.connect({ clientIdentifier: 'client' });
  const other = await durable.connect({ clientIdentifier: 'other' });
  await subscribe(client, ['a']);
  await stillness();
  return { client, other };
}

interface PromiseCase {
  readonly answer: PacketType;
  /** What happens while the disk works. */
  readonly before?: (scene: Scene) => Promise<void>;
  /** What is answered once it is on disk. */
  readonly act: (scene: Scene) => void;
  readonly of: keyof Scene;
}

const promises: readonly PromiseCase[] = [
  { answer: 'suback', act: ({ client }) => client.send(subscribeA), of: 'client' },
  {
    answer: 'unsuback',
    act: ({ client }) => client.send({ type: 'unsubscribe', packetIdentifier: 7, topicFilters: ['a'] }),
    of: 'client',
  },
  // Both subscribers acknowledge later, so the message has to be on disk.
  { answer: 'puback', act: ({ other }) => other.send(qos1(1)), of: 'other' },
  { answer: 'pubrec', act: ({ other }) => other.send(qos2(1)), of: 'other' },
  {
    answer: 'pubcomp',
    async before({ other }) {
      other.send(qos2(1));
      await other.expect('pubrec');
    },
    act: ({ other }) => other.send({ type: 'pubrel', packetIdentifier: 1, reasonCode: 0 }),
    of: 'other',
  },
  { answer: 'publish', act: ({ other }) => other.send(qos2(1)), of: 'client' },
  {
    answer: 'pubrel',
    async before({ other, client }) {
      other.send(qos2(1));
      await client.expect('publish');
      await stillness();
    },
    act: ({ client }) => client.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 }),
    of: 'client',
  },
];

/** As a socket whose system takes all that is written within the call: it has nothing to say about a drain. */
function neverFull(stream: ByteStream): ByteStream {
  const quiet = Object.create(stream) as ByteStream;
  return Object.defineProperties(quiet, {
    bufferedBytes: { value: 0 },
    onDrain: { value: () => undefined },
  });
}

async function connectNeverFull({ broker }: DurableTestBroker): Promise<TestClient> {
  const [near, far] = memoryPair();
  broker.accept(neverFull(far));
  return openTestClient(near, {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: false,
    keepAliveSeconds: 0,
    clientIdentifier: 'never full',
    ...keptFor(60),
  });
}

test.each(promises)('$answer waits for the disk', async ({ answer, before, act, of }) => {
  await using durable = createDurableBroker();
  const clients = await scene(durable);
  await before?.(clients);
  durable.disk.mode = 'holding';
  act(clients);
  const expected = expectSoon(clients[of]);
  await stillness();
  expect(durable.disk.isBusy).toBe(true);
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: answer });
});

test('CONNACK waits until the Session is on disk, also with its Will alone', async () => {
  const will = { topicName: 'gone', payload: Buffer.from('x'), qos: 1, retain: false } as const;
  for (const changes of [keptFor(60), { properties: {}, will }]) {
    await using durable = createDurableBroker();
    durable.disk.mode = 'holding';
    const client = await durable.open(changes);
    const expected = expectSoon(client);
    await stillness();
    expect(expected.packet).toBeUndefined();
    durable.disk.mode = 'working';
    await stillness();
    expect(expected.packet).toMatchObject({ type: 'connack', reasonCode: 0 });
  }
});

test('CONNACK of a Clean Start waits until the Session of before is gone from disk', async () => {
  await using durable = createDurableBroker();
  await (await durable.connect()).drop();
  await durable.settled(0);
  await stillness();
  durable.disk.mode = 'holding';
  const expected = expectSoon(await durable.open({ cleanStart: true, properties: {} }));
  await stillness();
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: 'connack', sessionPresent: false });
  expect(durable.disk.records.size).toBe(0);
});

test('PUBLISH with QoS 0 and 1 does not wait', async () => {
  await using durable = createDurableBroker();
  const { client, other } = await scene(durable);
  durable.disk.mode = 'holding';
  other.send(publish('a', 'zero'));
  other.send(qos1(1));
  expect(await client.expect('publish')).toMatchObject({ qos: 0 });
  expect(await client.expect('publish')).toMatchObject({ qos: 1 });
});

test('what comes after a promise waits behind it', async () => {
  await using durable = createDurableBroker();
  const { other } = await scene(durable);
  durable.disk.mode = 'holding';
  other.send(qos2(1));
  await stillness();
  other.send({ type: 'pingreq' });
  const expected = expectSoon(other);
  await stillness();
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: 'pubrec' });
  await other.expect('pingresp');
});

test('a message that its subscriber acknowledged is not written for the sake of the publisher', async () => {
  await using durable = createDurableBroker();
  const { client, other } = await scene(durable);
  durable.disk.mode = 'holding';
  // Keeps the disk busy, so that what follows waits for the next commit.
  client.send({ ...subscribeA, subscriptions: [to('b')] });
  await stillness();
  other.send(qos1(1));
  await stillness();
  client.send({ type: 'puback', packetIdentifier: 1, reasonCode: 0 });
  await stillness();
  durable.disk.finish();
  await other.expect('puback');
  expect(durable.disk.isBusy).toBe(false);
});

test('PUBACK packets leave in the order of the messages, whichever is safe first', async () => {
  await using durable = createDurableBroker();
  const { other } = await scene(durable);
  durable.disk.mode = 'holding';
  other.send(qos1(1));
  other.send(publish('nobody', 'x', { qos: 1, packetIdentifier: 2 }));
  const expected = expectSoon(other);
  await stillness();
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: 'puback', packetIdentifier: 1 });
  expect(await other.expect('puback')).toMatchObject({ packetIdentifier: 2 });
});

test('PUBACK of a retained message waits for the disk, whoever has the message', async () => {
  await using durable = createDurableBroker();
  const client = await durable.connect();
  client.send(publish('a', 'first', { qos: 1, retain: true, packetIdentifier: 1 }));
  await client.expect('puback');
  durable.disk.mode = 'holding';
  // The second is needed by nobody once the third replaces it; but the first is still on disk. The last removes it.
  client.send(publish('a', 'second', { qos: 1, retain: true, packetIdentifier: 2 }));
  client.send(publish('a', 'third', { qos: 1, retain: true, packetIdentifier: 3 }));
  client.send(publish('a', '', { qos: 1, retain: true, packetIdentifier: 4 }));
  const expected = expectSoon(client);
  await stillness();
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: 'puback', packetIdentifier: 2 });
  await client.expect('puback');
  await client.expect('puback');
});

test('a client that is owed as many PUBACK packets as there are identifiers is not read until they leave', async () => {
  await using durable = createDurableBroker();
  await scene(durable);
  const other = await connectNeverFull(durable);
  durable.disk.mode = 'holding';
  const identifiers = Array.from({ length: 65_535 }, (_, index) => index + 1);
  // No good client sends the last ones before it has an answer.
  const sent = [...identifiers, ...identifiers.slice(0, 1_000)];
  other.sendBytes(Buffer.concat(sent.map((identifier) => encode(qos1(identifier), '5.0'))));
  await stillness();
  await stillness();
  const received = durable.broker.stats.messagesReceived[1];
  expect(received).toBeGreaterThanOrEqual(65_535);
  expect(received).toBeLessThan(65_600);
  durable.disk.mode = 'working';
  while (durable.broker.stats.messagesReceived[1] < sent.length) await stillness();
});

test('PUBACK of a retained message that changes nothing does not wait for ever', async () => {
  await using durable = createDurableBroker();
  const { client, other } = await scene(durable);
  durable.disk.mode = 'holding';
  client.send({ ...subscribeA, subscriptions: [to('b')] });
  await stillness();
  other.send(publish('nothing/here', '', { qos: 1, retain: true, packetIdentifier: 4 }));
  await stillness();
  durable.disk.finish();
  expect(await other.expect('puback')).toMatchObject({ packetIdentifier: 4 });
});

test('a client whose Session ends with its connection does not wait for what is its own', async () => {
  await using durable = createDurableBroker();
  const { client } = await scene(durable);
  durable.disk.mode = 'holding';
  client.send(subscribeA);
  const passing = await durable.connect({ clientIdentifier: 'passing', properties: {} });
  passing.send(subscribeA);
  await passing.expect('suback');
  passing.send(publish('nobody', 'x', { qos: 2, packetIdentifier: 3 }));
  passing.send({ type: 'unsubscribe', packetIdentifier: 4, topicFilters: ['a'] });
  const expected = expectSoon(passing);
  await stillness();
  // A message may be somebody else's, so that waits.
  expect(expected.packet).toBeUndefined();
  durable.disk.mode = 'working';
  await stillness();
  expect(expected.packet).toMatchObject({ type: 'pubrec' });
  await passing.expect('unsuback');
});

test('who was held back for what waited for the disk goes on when it has left', async () => {
  await using durable = createDurableBroker({ limits: { outboundBufferBytes: 20 } });
  const client = await connectNeverFull(durable);
  await subscribe(client, ['a']);
  durable.disk.mode = 'holding';
  const topicFilters = Array.from({ length: 20 }, (_, index) => `${index}`);
  client.send({ ...subscribeA, subscriptions: topicFilters.map((topicFilter) => to(topicFilter)) });
  await stillness();
  // Too much waits now: neither is this packet taken, nor does a message go out.
  client.send({ type: 'unsubscribe', packetIdentifier: 2, topicFilters });
  await durable.broker.publish({ topicName: 'a', payload: Buffer.from('zero') });
  durable.disk.mode = 'working';
  expect(await client.fence()).toMatchObject([{ type: 'suback' }, { type: 'publish' }, { type: 'unsuback' }]);
});
