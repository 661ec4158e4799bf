import { describe, expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { BrokerOptionError, createBroker, Reason } from './index.ts';
import { totalOf } from './metrics.ts';

describe('Topic Aliases', () => {
  test('of a client stand for its topics, on that connection only', async () => {
    await using host = createTestBroker();
    const properties = { sessionExpiryIntervalSeconds: 100 };
    const client = await host.connect({ properties });
    await subscribe(client, ['#']);
    client.send(publish('a', '1', { properties: { topicAlias: 16 } }));
    client.send(publish('', '2', { properties: { topicAlias: 16 } }));
    client.send(publish('b', '3', { properties: { topicAlias: 16 } }));
    client.send(publish('', '4', { properties: { topicAlias: 16 } }));
    const topics = (await client.fence()).map((packet) => packet.type === 'publish' && packet.topicName);
    expect(topics).toEqual(['a', 'a', 'b', 'b']);
    const next = await host.connect({ cleanStart: false, properties });
    next.send(publish('', '5', { properties: { topicAlias: 16 } }));
    expect(reasonOfClose(await next.untilClosed())).toBe(Reason.protocolError);
  });

  test('above the maximum are invalid', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'x', { properties: { topicAlias: 17 } }));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.topicAliasInvalid);
  });

  test('towards a client stay within its maximum, and make room for new topics', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { topicAliasMaximum: 2 } });
    await subscribe(client, ['#']);
    for (const topic of ['a', 'b', 'a', 'c', 'b']) client.send(publish(topic, topic));
    const sent = (await client.fence()).map(
      (packet) => packet.type === 'publish' && [packet.topicName, packet.properties?.topicAlias],
    );
    expect(sent).toEqual([
      ['a', 1],
      ['b', 2],
      ['', 1],
      ['c', 2],
      ['b', 1],
    ]);
  });

  test('are not used towards a client that did not allow them', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    for (const payload of ['1', '2']) client.send(publish('a', payload));
    const messages = await client.fence();
    expect(messages).toMatchObject([{ topicName: 'a' }, { topicName: 'a' }]);
    for (const message of messages) expect(message).not.toHaveProperty('properties.topicAlias');
  });
});

describe('Maximum Packet Size', () => {
  test('of a client is kept to the byte, and what is too large counts as done', async () => {
    await using host = createTestBroker();
    const sizeOf = (payload: string): number =>
      encode(publish('a', payload, { qos: 1, packetIdentifier: 1, properties: {} }), '5.0').length;
    const fits = 'x'.repeat(100);
    const client = await host.connect({
      properties: { maximumPacketSizeBytes: sizeOf(fits), receiveMaximum: 1 },
    });
    await subscribe(client, ['a']);
    client.send(publish('a', `${fits}x`, { qos: 1, packetIdentifier: 1 }));
    client.send(publish('a', fits, { qos: 1, packetIdentifier: 2 }));
    expect(payloads(await client.fence())).toEqual([fits]);
  });

  test('of the broker ends the connection', async () => {
    await using host = createTestBroker({ capabilities: { maximumPacketSizeBytes: 100 } });
    const client = await host.connect();
    client.sendBytes(encode(publish('a', 'x'.repeat(100)), '5.0'));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.packetTooLarge);
  });

  test('costs a DISCONNECT its Reason String first', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { maximumPacketSizeBytes: 30 } });
    client.send(publish('', 'x', { properties: { topicAlias: 1 } }));
    expect((await client.untilClosed()).at(-1)).toEqual({
      type: 'disconnect',
      reasonCode: Reason.protocolError,
    });
  });

  test('too small for CONNACK: nothing is sent at all', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { maximumPacketSizeBytes: 2 } });
    expect(client.connack).toBeUndefined();
  });
});

describe('Request Problem Information 0', () => {
  test('keeps Reason Strings out of acknowledgements', async () => {
    await using host = createTestBroker({
      hooks: { authorizePublish: () => ({ reasonCode: Reason.notAuthorized, detail: 'Not you' }) },
    });
    for (const requestProblemInformation of [0, 1]) {
      const client = await host.connect({ properties: { requestProblemInformation } });
      client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
      const { properties } = await client.expect('puback');
      expect(properties?.reasonString).toBe(requestProblemInformation === 1 ? 'Not you' : undefined);
    }
  });
});

describe('Limits', () => {
  test('on subscriptions and topic levels are refused filter by filter', async () => {
    await using host = createTestBroker({ limits: { subscriptionsPerSession: 2, topicLevels: 3 } });
    const client = await host.connect();
    expect(await subscribe(client, ['a', 'a/b/c/d', 'b', 'c', 'a'])).toEqual([2, 0x8f, 2, 0x97, 2]);
    client.send(publish('a/b/c/d', 'x', { qos: 1, packetIdentifier: 1 }));
    expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.topicNameInvalid });
  });

  test('on queued messages drop the newest, and count it', async () => {
    await using host = createTestBroker({ limits: { queuedMessagesPerSession: 2 } });
    const properties = { sessionExpiryIntervalSeconds: 100 };
    const client = await host.connect({ properties });
    await subscribe(client, ['a']);
    await client.drop();
    await host.settled(0);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    for (const id of [1, 2, 3]) sender.send(publish('a', String(id), { qos: 1, packetIdentifier: id }));
    await sender.fence();
    expect(totalOf(host.broker.stats.messagesDropped)).toBe(1);
    const back = await host.connect({ cleanStart: false, properties });
    expect(payloads(await back.fence())).toEqual(['1', '2']);
  });

  test('on sessions refuse new clients, not known ones', async () => {
    await using host = createTestBroker({ limits: { sessions: 1 } });
    await host.connect();
    const other = await host.connect({ clientIdentifier: 'other' });
    expect(other.connack?.reasonCode).toBe(Reason.quotaExceeded);
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    expect(old.connack?.reasonCode).toBe(0x03);
    const again = await host.connect();
    expect(again.connack?.reasonCode).toBe(0);
  });

  test('on connections cut the new one', async () => {
    await using host = createTestBroker({ limits: { connections: 1 } });
    const client = await host.connect();
    const other = await host.connect({ clientIdentifier: 'other' });
    expect(other.connack).toBeUndefined();
    expect(await client.fence()).toEqual([]);
  });

  test('on what waits for a slow reader hold it back, and lose no QoS 1 message', async () => {
    await using host = createTestBroker({ limits: { outboundBufferBytes: 10_000 } });
    const client = await host.connect({ clientIdentifier: 'slow' });
    await subscribe(client, [to('a', { qos: 1 })]);
    client.pause();
    const sender = await host.connect({ clientIdentifier: 'sender' });
    for (let id = 1; id <= 40; id += 1) {
      sender.send(publish('a', 'x'.repeat(1_000), { qos: 1, packetIdentifier: id }));
    }
    await sender.fence();
    client.resume();
    for (let received = 0; received < 40; received += 1) {
      const { packetIdentifier = 0 } = await client.expect('publish');
      client.send({ type: 'puback', packetIdentifier, reasonCode: 0 });
    }
    expect(await client.fence()).toEqual([]);
    expect(totalOf(host.broker.stats.messagesDropped)).toBe(0);
  });

  test('that the wire cannot express are refused', () => {
    expect(() => createBroker({ capabilities: { receiveMaximum: 0 } })).toThrow(BrokerOptionError);
  });
});

test('Maximum QoS is enforced', async () => {
  await using host = createTestBroker({ capabilities: { maximumQoS: 0 } });
  const client = await host.connect();
  expect(await subscribe(client, [to('a', { qos: 2 })])).toHaveLength(1);
  client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
  expect(reasonOfClose(await client.untilClosed())).toBe(Reason.qosNotSupported);
});
