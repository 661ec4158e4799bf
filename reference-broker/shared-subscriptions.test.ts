import { describe, expect, test } from 'vitest';
import { createTestBroker, subscribe, type TestBroker } from './fixtures/test-broker.ts';
import { payloads, publish, type TestClient, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const lasting = { sessionExpiryIntervalSeconds: 100 };

async function members(host: TestBroker, count: number): Promise<TestClient[]> {
  const clients: TestClient[] = [];
  for (let index = 0; index < count; index += 1) {
    const client = await host.connect({ clientIdentifier: `m${index}`, properties: lasting });
    await subscribe(client, ['$share/g/a']);
    clients.push(client);
  }
  return clients;
}

async function heardBy(clients: readonly TestClient[]): Promise<string[][]> {
  const heard: string[][] = [];
  for (const client of clients) heard.push(payloads(await client.fence()));
  return heard;
}

describe('Shared Subscriptions', () => {
  test('give each message to one member, in turn', async () => {
    await using host = createTestBroker();
    const clients = await members(host, 2);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    for (const payload of ['1', '2', '3', '4']) sender.send(publish('a', payload));
    await sender.fence();
    expect(await heardBy(clients)).toEqual([
      ['1', '3'],
      ['2', '4'],
    ]);
  });

  test('are apart from each other and from other subscriptions', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, [to('a', { qos: 0 })], 1);
    await subscribe(client, ['$share/g/a'], 2);
    await subscribe(client, ['$share/h/#'], 3);
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
    const messages = (await client.fence()).filter(({ type }) => type === 'publish');
    expect(messages).toMatchObject([
      { qos: 0, properties: { subscriptionIdentifier: [1] } },
      { qos: 1, properties: { subscriptionIdentifier: [3] } },
      { qos: 1, properties: { subscriptionIdentifier: [2] } },
    ]);
  });

  test('send no retained message', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'kept', { retain: true }));
    await subscribe(client, ['$share/g/a']);
    expect(await client.fence()).toEqual([]);
  });

  test('prefer members that are connected', async () => {
    await using host = createTestBroker();
    const [away, here] = await members(host, 2);
    await away?.drop();
    await host.settled(1);
    for (const payload of ['1', '2']) here?.send(publish('a', payload));
    expect(payloads((await here?.fence()) ?? [])).toEqual(['1', '2']);
  });

  test('a second SUBSCRIBE does not count twice', async () => {
    await using host = createTestBroker();
    const [client] = await members(host, 1);
    await subscribe(client as TestClient, ['$share/g/a']);
    client?.send({ type: 'unsubscribe', packetIdentifier: 1, topicFilters: ['$share/g/a'] });
    await client?.expect('unsuback');
    client?.send(publish('a', 'x'));
    expect(await client?.fence()).toEqual([]);
  });

  test('a started QoS 2 message waits for its member, and dies with its Session', async () => {
    await using host = createTestBroker();
    const [first, second] = await members(host, 2);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    sender.send(publish('a', 'started', { qos: 2, packetIdentifier: 1 }));
    await sender.fence();
    expect(payloads((await first?.fence()) ?? [])).toEqual(['started']);
    await first?.drop();
    await host.settled(2);
    const back = await host.connect({ clientIdentifier: 'm0', cleanStart: false, properties: lasting });
    expect(await back.fence()).toMatchObject([{ dup: true, payload: Buffer.from('started') }]);
    await back.drop();
    await host.settled(2);
    host.clock.advance(100_000);
    expect(await second?.fence()).toEqual([]);
  });

  test('a QoS 1 message in flight goes to another member when the Session ends', async () => {
    await using host = createTestBroker();
    const [first, second] = await members(host, 2);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    sender.send(publish('a', 'again', { qos: 1, packetIdentifier: 1 }));
    await sender.fence();
    expect(payloads((await first?.fence()) ?? [])).toEqual(['again']);
    first?.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryIntervalSeconds: 0 } });
    await first?.untilClosed();
    expect(await second?.fence()).toMatchObject([{ dup: false, payload: Buffer.from('again') }]);
  });

  test('a message that its member refused goes to nobody else', async () => {
    await using host = createTestBroker();
    const [first, second] = await members(host, 2);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    sender.send(publish('a', 'refused', { qos: 1, packetIdentifier: 1 }));
    await sender.fence();
    await first?.fence();
    first?.send({ type: 'puback', packetIdentifier: 1, reasonCode: Reason.unspecifiedError });
    first?.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryIntervalSeconds: 0 } });
    await first?.untilClosed();
    expect(await second?.fence()).toEqual([]);
  });

  test('in 3.1.1 $share is a topic level like any other', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ protocolVersion: '3.1.1' });
    await subscribe(client, ['$share/g/a']);
    client.send(publish('a', 'no'));
    client.send(publish('$share/g/a', 'yes'));
    expect(payloads(await client.fence())).toEqual(['yes']);
  });
});
