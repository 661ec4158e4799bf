import { describe, expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import type { Packet } from '../src/packet/packet.ts';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const connect: Packet = {
  type: 'connect',
  protocolVersion: '5.0',
  cleanStart: true,
  keepAliveSeconds: 0,
  clientIdentifier: 'client',
  will: { topicName: 'w', payload: Buffer.from('w'), qos: 1, retain: true, properties: {} },
  userName: 'u',
  password: Buffer.from('p'),
  properties: { receiveMaximum: 5 },
};
const sample: readonly Packet[] = [
  connect,
  publish('a', 'x', { qos: 1, packetIdentifier: 1, properties: { contentType: 'c' } }),
  { type: 'pubrel', packetIdentifier: 1, reasonCode: 0 },
  { type: 'subscribe', packetIdentifier: 1, subscriptions: [to('a/#')] },
  { type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['a/#'] },
  { type: 'auth', reasonCode: 0x19, properties: { authenticationMethod: 'm' } },
  { type: 'disconnect', reasonCode: 4, properties: { reasonString: 'r' } },
];

describe.each([
  ['PINGREQ with flags', 'c100', Reason.malformedPacket],
  ['PINGREQ with a body', 'c00100', Reason.malformedPacket],
  ['CONNACK from a client', '2003000000', Reason.protocolError],
  ['a packet of type 0', '0000', Reason.malformedPacket],
  ['PUBLISH QoS 3', '3606000161000100', Reason.malformedPacket],
  ['SUBSCRIBE with Retain Handling 3', '82070001000001' + '6130', Reason.protocolError],
  ['a Remaining Length of five bytes', '30ffffffff01', Reason.malformedPacket],
  ['a packet larger than allowed', '30ffffff7f', Reason.packetTooLarge],
] as const)('%s', (_, hex, reasonCode) => {
  test('ends the connection with its reason, and nobody else’s', async () => {
    await using host = createTestBroker();
    const bystander = await host.connect({ clientIdentifier: 'bystander' });
    await subscribe(bystander, ['a']);
    const client = await host.connect();
    client.sendBytes(Buffer.from(hex, 'hex'));
    const packets = await client.untilClosed();
    expect(packets.map(({ type }) => type)).toEqual(['disconnect']);
    expect(reasonOfClose(packets)).toBe(reasonCode);
    bystander.send(publish('a', 'alive'));
    expect(payloads(await bystander.fence())).toEqual(['alive']);
  });
});

test('every packet cut or corrupted at every byte leaves the broker alive and empty', async () => {
  await using host = createTestBroker({ limits: { connectTimeoutMs: 1_000 } });
  for (const packet of sample) {
    const bytes = Buffer.from(encode(packet, '5.0'));
    const variants = [...bytes.keys()].flatMap((at) => {
      const corrupted = Buffer.from(bytes);
      corrupted[at] = (corrupted[at] ?? 0) ^ 0xff;
      return [bytes.subarray(0, at), corrupted];
    });
    for (const variant of variants) {
      const client = packet.type === 'connect' ? await host.open() : await host.connect();
      client.sendBytes(variant);
      await client.drop();
    }
  }
  await host.settled(0);
  host.clock.advance(10_000);
  const client = await host.connect();
  expect(await client.fence()).toEqual([]);
  expect(host.broker.stats).toMatchObject({ connections: 1, sessions: 1, subscriptions: 0 });
});

test('a topic and a filter of 65 535 levels match, without a stack to overflow', async () => {
  await using host = createTestBroker();
  const client = await host.connect();
  const slashes = '/'.repeat(65_535);
  expect(await subscribe(client, [slashes])).toEqual([2]);
  client.send(publish(slashes, 'deep', { retain: true }));
  expect(payloads(await client.fence())).toEqual(['deep']);
  client.send({ type: 'unsubscribe', packetIdentifier: 1, topicFilters: [slashes] });
  expect((await client.expect('unsuback')).reasonCodes).toEqual([0]);
  await subscribe(client, ['#']);
  expect(payloads(await client.fence())).toEqual(['deep']);
});

test('one session cannot plant more topic levels than its share', async () => {
  await using host = createTestBroker();
  const client = await host.connect();
  const deep = (name: string): string => name + '/'.repeat(60_000);
  expect(await subscribe(client, [deep('a'), deep('b'), deep('c'), 'shallow'])).toEqual([2, 2, 0x97, 2]);
});

test('one SUBSCRIBE cannot search the retained messages without end', async () => {
  await using host = createTestBroker({ limits: { retainedSearchSteps: 100 } });
  const client = await host.connect();
  for (let index = 0; index < 30; index += 1) client.send(publish(`a/${index}`, 'x', { retain: true }));
  await client.fence();
  expect(await subscribe(client, ['#', '#', '#', '#', '#'])).toEqual([2, 2, 2, 0x97, 0x97]);
  expect(await client.fence()).toHaveLength(90);
});

test('the same QoS 2 identifier a thousand times is one exchange', async () => {
  await using host = createTestBroker();
  const client = await host.connect();
  await subscribe(client, ['a']);
  const message = encode(publish('a', 'x', { qos: 2, packetIdentifier: 1 }), '5.0');
  client.sendBytes(Buffer.concat(Array.from({ length: 1_000 }, () => message)));
  expect(payloads(await client.fence())).toEqual(['x']);
});

test('a client that asks without reading is held back', async () => {
  await using host = createTestBroker({ limits: { outboundBufferBytes: 1_000 } });
  const client = await host.connect();
  client.pause();
  const pings = encode({ type: 'pingreq' }, '5.0');
  client.sendBytes(Buffer.concat(Array.from({ length: 5_000 }, () => pings)));
  const other = await host.connect({ clientIdentifier: 'other' });
  expect(await other.fence()).toEqual([]);
  client.resume();
  for (let answers = 0; answers < 5_000; answers += 1) await client.expect('pingresp');
});

test('a client that is held back and never reads is cut', async () => {
  await using host = createTestBroker({ limits: { outboundBufferBytes: 1_000 } });
  const client = await host.connect();
  client.pause();
  const pings = encode({ type: 'pingreq' }, '5.0');
  client.sendBytes(Buffer.concat(Array.from({ length: 5_000 }, () => pings)));
  const other = await host.connect({ clientIdentifier: 'other' });
  await other.fence();
  host.clock.advance(30_000);
  await host.settled(1);
  expect(host.broker.stats.sessions).toBe(1);
});

test('a hook that throws costs its own connection only', async () => {
  const errors: unknown[] = [];
  await using host = createTestBroker({
    onError: (error) => errors.push(error),
    hooks: {
      authorizePublish() {
        throw new Error('broken hook');
      },
    },
  });
  const client = await host.connect();
  client.send(publish('a', 'x'));
  expect(reasonOfClose(await client.untilClosed())).toBe(Reason.unspecifiedError);
  expect(errors).toHaveLength(1);
  const next = await host.connect();
  expect(await next.fence()).toEqual([]);
});
