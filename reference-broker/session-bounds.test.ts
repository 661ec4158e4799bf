import { expect, test } from 'vitest';
import { createTestBroker, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

test('queuedBytesPerSession: what does not fit is dropped and counted, what comes before is kept', async () => {
  await using host = createTestBroker({ limits: { queuedBytesPerSession: 3_000 } });
  const properties = { sessionExpiryIntervalSeconds: 100 };
  const client = await host.connect({ properties });
  await subscribe(client, ['a']);
  await client.drop();
  await host.settled(0);
  const sender = await host.connect({ clientIdentifier: 'sender' });
  for (const packetIdentifier of [1, 2, 3]) {
    sender.send(publish('a', String(packetIdentifier).repeat(1_000), { qos: 1, packetIdentifier }));
  }
  await sender.fence();
  expect(host.broker.stats.messagesDropped['session-queue-full']).toBe(1);
  const back = await host.connect({ cleanStart: false, properties });
  expect(payloads(await back.fence()).map(([first]) => first)).toEqual(['1', '2']);
});

test('inflightPerSession: no more than these are under way, whatever the Receive Maximum', async () => {
  await using host = createTestBroker({ limits: { inflightPerSession: 2 } });
  const client = await host.connect({ properties: { receiveMaximum: 100 } });
  await subscribe(client, [to('a', { qos: 1 })]);
  const sender = await host.connect({ clientIdentifier: 'sender' });
  for (const packetIdentifier of [1, 2, 3]) {
    sender.send(publish('a', String(packetIdentifier), { qos: 1, packetIdentifier }));
  }
  await sender.fence();
  const first = await client.fence();
  expect(payloads(first)).toEqual(['1', '2']);
  const [oldest] = first;
  if (oldest?.type !== 'publish') throw new Error('a PUBLISH comes first');
  client.send({ type: 'puback', packetIdentifier: oldest.packetIdentifier ?? 0, reasonCode: 0 });
  expect(payloads(await client.fence())).toEqual(['3']);
});

test('subscriptionLevelsPerSession: a filter with too many levels is refused alone', async () => {
  await using host = createTestBroker({ limits: { subscriptionLevelsPerSession: 4 } });
  const client = await host.connect();
  expect(await subscribe(client, ['a/b/c', 'd/e', 'f'])).toEqual([2, Reason.quotaExceeded, 2]);
  const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
  expect(await subscribe(old, ['a/b/c/d/e', 'f'])).toEqual([0x80, 2]);
});

test('retainedBytes: a message that does not fit is refused, in 3.1.1 with its connection', async () => {
  await using host = createTestBroker({ limits: { retainedBytes: 1_000 } });
  const client = await host.connect();
  client.send(publish('a', 'x'.repeat(800), { retain: true }));
  const second = publish('b', 'x'.repeat(800), { retain: true, qos: 1, packetIdentifier: 1 });
  client.send(second);
  expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.quotaExceeded });
  const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
  old.send(second);
  expect(await old.untilClosed()).toEqual([]);
  expect(host.broker.stats.retainedMessages).toBe(1);
});

test('outboundTopicAliases: no more than these, whatever the Topic Alias Maximum', async () => {
  await using host = createTestBroker({ limits: { outboundTopicAliases: 1 } });
  const client = await host.connect({ properties: { topicAliasMaximum: 100 } });
  await subscribe(client, ['#']);
  for (const topic of ['a', 'b']) client.send(publish(topic, topic));
  const aliases = (await client.fence()).map(
    (packet) => packet.type === 'publish' && packet.properties?.topicAlias,
  );
  expect(aliases).toEqual([1, 1]);
});
