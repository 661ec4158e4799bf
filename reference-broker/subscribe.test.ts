import { describe, expect, test } from 'vitest';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

describe('Subscriptions', () => {
  test('overlapping ones give one copy: the highest QoS and every identifier', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, [to('a/#', { qos: 1 })], 1);
    await subscribe(client, [to('a/+', { qos: 2 })], 2);
    await subscribe(client, [to('a/b', { qos: 0 })], 2);
    await subscribe(client, [to('+/b', { qos: 0 })]);
    await subscribe(client, [to('c')], 9);
    client.send(publish('a/b', 'x', { qos: 2, packetIdentifier: 1 }));
    const [message, ...others] = (await client.fence()).filter(({ type }) => type === 'publish');
    expect(others).toEqual([]);
    expect(message).toMatchObject({ qos: 2 });
    expect(message?.type === 'publish' && message.properties?.subscriptionIdentifier?.toSorted()).toEqual([
      1, 2, 2,
    ]);
  });

  test('delivers at the lower of the published and the granted QoS', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    expect(await subscribe(client, [to('a', { qos: 1 }), to('b', { qos: 0 })])).toEqual([1, 0]);
    client.send(publish('a', 'a', { qos: 2, packetIdentifier: 1 }));
    client.send(publish('b', 'b', { qos: 2, packetIdentifier: 2 }));
    const messages = (await client.fence()).filter(({ type }) => type === 'publish');
    expect(messages).toMatchObject([{ qos: 1 }, { qos: 0 }]);
  });

  test('a second SUBSCRIBE to a filter replaces the options and the identifier', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, [to('a', { qos: 2 })], 5);
    await subscribe(client, [to('a', { qos: 0 })]);
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
    const message = await client.expect('publish');
    expect(message).toMatchObject({ qos: 0 });
    expect(message.properties?.subscriptionIdentifier).toBeUndefined();
    expect(host.broker.stats.subscriptions).toBe(1);
  });

  test('a replaced identifier is not sent again, not even with what waited under it', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { receiveMaximum: 1 } });
    await subscribe(client, ['a'], 1);
    for (const id of [1, 2]) client.send(publish('a', `m${id}`, { qos: 1, packetIdentifier: id }));
    await client.fence();
    await subscribe(client, ['a'], 2);
    client.send(publish('a', 'zero'));
    client.send({ type: 'puback', packetIdentifier: 1, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([
      { payload: Buffer.from('zero'), properties: { subscriptionIdentifier: [2] } },
      { payload: Buffer.from('m2'), properties: { subscriptionIdentifier: [2] } },
    ]);
  });

  test('No Local keeps the own messages away, unless another subscription wants them', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, [to('a', { noLocal: true })], 1);
    client.send(publish('a', 'own'));
    expect(await client.fence()).toEqual([]);
    await subscribe(client, ['#'], 2);
    client.send(publish('a', 'own'));
    expect(await client.fence()).toMatchObject([{ properties: { subscriptionIdentifier: [2] } }]);
    const other = await host.connect({ clientIdentifier: 'other' });
    other.send(publish('a', 'foreign'));
    await other.fence();
    expect(payloads(await client.fence())).toEqual(['foreign']);
  });

  test('UNSUBSCRIBE ends what matches exactly and says what did not exist', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a', '$share/g/a']);
    client.send({ type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['A', 'a', 'a', '$share/g/a'] });
    expect((await client.expect('unsuback')).reasonCodes).toEqual([0x11, 0x00, 0x11, 0x00]);
    client.send(publish('a', 'x'));
    expect(await client.fence()).toEqual([]);
    expect(host.broker.stats.subscriptions).toBe(0);
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    old.send({ type: 'unsubscribe', packetIdentifier: 2, topicFilters: ['a'] });
    expect(await old.expect('unsuback')).toEqual({ type: 'unsuback', packetIdentifier: 2, reasonCodes: [] });
  });

  test('what is in flight is completed after UNSUBSCRIBE', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    client.send(publish('a', 'x', { qos: 2, packetIdentifier: 1 }));
    client.send({ type: 'unsubscribe', packetIdentifier: 2, topicFilters: ['a'] });
    client.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 });
    expect((await client.fence()).map(({ type }) => type)).toEqual([
      'publish',
      'pubrec',
      'unsuback',
      'pubrel',
    ]);
  });

  test('a refused filter does not touch the others', async () => {
    await using host = createTestBroker({
      hooks: {
        authorizeSubscribe: (_, filter) =>
          filter === 'secret' ? { reasonCode: Reason.notAuthorized, detail: 'No' } : 'allow',
      },
    });
    const modern = await host.connect({ clientIdentifier: 'modern' });
    expect(await subscribe(modern, ['a', 'secret', 'b'])).toEqual([2, 0x87, 2]);
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    expect(await subscribe(old, ['a', 'secret', 'b'])).toEqual([2, 0x80, 2]);
  });

  test.each([
    ['a wildcard', { wildcardSubscriptionAvailable: false }, '+', Reason.wildcardSubscriptionsNotSupported],
    ['a share', { sharedSubscriptionAvailable: false }, '$share/g/a', Reason.sharedSubscriptionsNotSupported],
    [
      'an identifier',
      { subscriptionIdentifierAvailable: false },
      'a',
      Reason.subscriptionIdentifiersNotSupported,
    ],
  ] as const)('%s that is not available is a Protocol Error', async (_, capabilities, filter, reasonCode) => {
    await using host = createTestBroker({ capabilities });
    const client = await host.connect();
    client.send({
      type: 'subscribe',
      packetIdentifier: 1,
      subscriptions: [to(filter)],
      properties: { subscriptionIdentifier: 1 },
    });
    expect(reasonOfClose(await client.untilClosed())).toBe(reasonCode);
  });

  test('3.1.1 refuses a wildcard that is not available with 0x80', async () => {
    await using host = createTestBroker({ capabilities: { wildcardSubscriptionAvailable: false } });
    const client = await host.connect({ protocolVersion: '3.1.1' });
    expect(await subscribe(client, ['a/+', 'a'])).toEqual([0x80, 2]);
  });
});

describe('Messages', () => {
  test('keep their properties and the order of User Properties', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    const properties = {
      payloadFormatIndicator: 1,
      contentType: 'text/plain',
      responseTopic: 'reply',
      correlationData: Buffer.from([1, 2, 3]),
      userProperty: [
        ['b', '1'],
        ['a', '2'],
        ['b', '0'],
      ],
    } as const;
    client.send(publish('a', 'x', { properties: { ...properties, topicAlias: 3 } }));
    const message = await client.expect('publish');
    expect(message.properties).toEqual(properties);
  });

  test('keep their order for each topic', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    const numbers = Array.from({ length: 50 }, (_, index) => String(index));
    for (const number of numbers) client.send(publish('a', number));
    expect(payloads(await client.fence())).toEqual(numbers);
  });

  test('to topics that start with $ reach no wildcard at the first level', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['#', '+/x', '$other/#'], 1);
    await subscribe(client, ['$mine/#'], 2);
    client.send(publish('$mine/x', 'x'));
    expect(await client.fence()).toMatchObject([{ properties: { subscriptionIdentifier: [2] } }]);
  });

  test('below $SYS come from the broker alone', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['$SYS/#']);
    client.send(publish('$SYS/x', 'x', { qos: 1, packetIdentifier: 1 }));
    client.send(publish('$SYS/x', 'x', { retain: true }));
    expect(await client.fence()).toMatchObject([{ type: 'puback', reasonCode: Reason.notAuthorized }]);
    const will = { topicName: '$SYS', payload: Buffer.from('x'), qos: 0, retain: false } as const;
    const other = await host.connect({ clientIdentifier: 'other', will });
    expect(other.connack?.reasonCode).toBe(Reason.notAuthorized);
  });

  test('reach a 3.1.1 client without properties', async () => {
    await using host = createTestBroker();
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    await subscribe(old, ['a']);
    const client = await host.connect();
    client.send(publish('a', 'x', { properties: { contentType: 'c' } }));
    await client.fence();
    expect((await old.expect('publish')).properties).toBeUndefined();
  });
});
