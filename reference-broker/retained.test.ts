import { describe, expect, test } from 'vitest';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

describe('Retained messages', () => {
  test('come to a new subscription with RETAIN 1, their QoS and its identifier', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a/b', 'two', { retain: true, qos: 2, packetIdentifier: 1 }));
    client.send(publish('a/c', 'zero', { retain: true }));
    await client.fence();
    await subscribe(client, [to('a/+', { qos: 1 })], 4);
    expect(await client.fence()).toMatchObject([
      { topicName: 'a/b', qos: 1, retain: true, properties: { subscriptionIdentifier: [4] } },
      { topicName: 'a/c', qos: 0, retain: true, properties: { subscriptionIdentifier: [4] } },
    ]);
  });

  test('are replaced by the next one, and removed by an empty one that is forwarded as any other', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'old', { retain: true }));
    client.send(publish('a', 'new', { retain: true }));
    client.send(publish('a', 'not retained'));
    await subscribe(client, ['a']);
    expect(payloads(await client.fence())).toEqual(['new']);
    client.send(publish('a', '', { retain: true }));
    expect(await client.fence()).toMatchObject([{ retain: false, payload: Buffer.alloc(0) }]);
    expect(host.broker.stats.retainedMessages).toBe(0);
    await subscribe(client, ['a']);
    expect(await client.fence()).toEqual([]);
  });

  test('follow Retain Handling', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'kept', { retain: true }));
    const heard: string[][] = [];
    for (const retainHandling of [2, 1, 0] as const) {
      await subscribe(client, [to('a', { retainHandling })]);
      heard.push(payloads(await client.fence()));
    }
    expect(heard).toEqual([[], [], ['kept']]);
    await subscribe(client, [to('+', { retainHandling: 1 })]);
    expect(payloads(await client.fence())).toEqual(['kept']);
  });

  test('are forwarded with RETAIN only to those who subscribed as published', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, [to('a', { retainAsPublished: true }), to('b')]);
    client.send(publish('a', '1', { retain: true }));
    client.send(publish('a', '2'));
    client.send(publish('b', '3', { retain: true }));
    expect(await client.fence()).toMatchObject([{ retain: true }, { retain: false }, { retain: false }]);
  });

  test('keep RETAIN as published through a queue', async () => {
    await using host = createTestBroker();
    const properties = { sessionExpiryIntervalSeconds: 100 };
    const client = await host.connect({ properties });
    await subscribe(client, [to('a', { retainAsPublished: true })]);
    await client.drop();
    await host.settled(0);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    sender.send(publish('a', 'x', { retain: true, qos: 1, packetIdentifier: 1 }));
    await sender.fence();
    const back = await host.connect({ cleanStart: false, properties });
    expect(await back.fence()).toMatchObject([{ retain: true }]);
  });

  test('expire, counting down until then', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'x', { retain: true, properties: { messageExpiryIntervalSeconds: 120 } }));
    await client.fence();
    host.clock.advance(30_000);
    await subscribe(client, ['a']);
    expect(await client.fence()).toMatchObject([{ properties: { messageExpiryIntervalSeconds: 90 } }]);
    host.clock.advance(90_000);
    await subscribe(client, ['a']);
    expect(await client.fence()).toEqual([]);
    expect(host.broker.stats.retainedMessages).toBe(0);
  });

  test('hide $ topics from wildcards at the first level', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('$a/b', 'hidden', { retain: true }));
    client.send(publish('a', 'parent', { retain: true }));
    client.send(publish('a/b', 'child', { retain: true }));
    await subscribe(client, ['#']);
    expect(payloads(await client.fence())).toEqual(['parent', 'child']);
    await subscribe(client, ['a/#']);
    expect(payloads(await client.fence())).toEqual(['parent', 'child']);
    await subscribe(client, ['$a/+']);
    expect(payloads(await client.fence())).toEqual(['hidden']);
  });

  test('are not available: 0x9A in 5.0, the flag is ignored in 3.1.1', async () => {
    await using host = createTestBroker({ capabilities: { retainAvailable: false } });
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    await subscribe(old, ['a']);
    old.send(publish('a', 'x', { retain: true }));
    expect(payloads(await old.fence())).toEqual(['x']);
    expect(host.broker.stats.retainedMessages).toBe(0);
    const client = await host.connect();
    client.send(publish('a', 'x', { retain: true }));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.retainNotSupported);
  });

  test('beyond the limit are refused, and room comes back when they expire', async () => {
    await using host = createTestBroker({ limits: { retainedMessages: 1 } });
    const client = await host.connect();
    client.send(publish('a', 'x', { retain: true, properties: { messageExpiryIntervalSeconds: 5 } }));
    const second = publish('b', 'y', { retain: true, qos: 1, packetIdentifier: 1 });
    client.send(second);
    expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.quotaExceeded });
    host.clock.advance(5_000);
    client.send(second);
    expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.noMatchingSubscribers });
  });
});
