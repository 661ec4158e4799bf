import { describe, expect, test } from 'vitest';
import { createTestBroker, subscribe } from './fixtures/test-broker.ts';
import { publish, type TestClient } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const sysTopics = { intervalSeconds: 10, version: 'mqtt-assay 1.2.3' };

/** What came below `$SYS/broker/` since the last look. */
async function values(client: TestClient): Promise<Readonly<Record<string, string>>> {
  const packets = (await client.fence()).filter((packet) => packet.type === 'publish');
  const pairs = packets.map(
    ({ topicName, payload }) =>
      [topicName.replace('$SYS/broker/', ''), Buffer.from(payload).toString()] as const,
  );
  expect(new Set(pairs.map(([topic]) => topic)).size).toBe(pairs.length);
  return Object.fromEntries(pairs);
}

describe('$SYS', () => {
  test('is retained from the start', async () => {
    await using host = createTestBroker({ sysTopics });
    const client = await host.connect();
    await subscribe(client, ['$SYS/#']);
    expect(await values(client)).toEqual({
      version: 'mqtt-assay 1.2.3',
      uptime: '0',
      'clients/connected': '0',
      'clients/total': '0',
      'messages/received': '0',
      'messages/sent': '0',
      'messages/dropped': '0',
      'bytes/received': expect.any(String),
      'bytes/sent': expect.any(String),
      'subscriptions/count': '0',
      'retained messages/count': expect.any(String),
      'load/connections/1min': '0.00',
      'load/messages/received/1min': '0.00',
      'load/messages/sent/1min': '0.00',
      'load/bytes/received/1min': '0.00',
      'load/bytes/sent/1min': '0.00',
    });
  });

  test('tells each interval what changed, and nothing else', async () => {
    await using host = createTestBroker({ sysTopics });
    const client = await host.connect();
    await subscribe(client, [
      '$SYS/broker/+',
      '$SYS/broker/clients/+',
      '$SYS/broker/messages/received',
      '$SYS/broker/load/messages/received/1min',
    ]);
    await values(client);
    for (let sent = 0; sent < 6; sent += 1) client.send(publish('a', 'x'));
    await client.fence();
    host.clock.advance(9_999);
    expect(await values(client)).toEqual({});
    host.clock.advance(1);
    expect(await values(client)).toEqual({
      uptime: '10',
      'clients/connected': '1',
      'clients/total': '1',
      'messages/received': '6',
      // 36 a minute, of which a sixth of a minute makes 1 - e^(-1/6).
      'load/messages/received/1min': '5.53',
    });
    host.clock.advance(10_000);
    expect(await values(client)).toEqual({ uptime: '20', 'load/messages/received/1min': '4.68' });
  });

  test('does not match a wildcard at the first level [5.0/MQTT-4.7.2-1] [3.1.1/MQTT-4.7.2-1]', async () => {
    await using host = createTestBroker({ sysTopics });
    const client = await host.connect();
    await subscribe(client, ['#', '+/broker/version']);
    host.clock.advance(10_000);
    expect(await values(client)).toEqual({});
  });

  test('belongs to the broker: a client is refused [5.0/U-4.7.2-1]', async () => {
    await using host = createTestBroker({ sysTopics });
    const client = await host.connect();
    client.send(publish('$SYS/broker/version', 'forged', { qos: 1, packetIdentifier: 1, retain: true }));
    expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.notAuthorized });
    await subscribe(client, ['$SYS/broker/version']);
    expect(await values(client)).toEqual({ version: 'mqtt-assay 1.2.3' });
  });

  test('is off by default, and at interval 0', async () => {
    for (const options of [{}, { sysTopics: { ...sysTopics, intervalSeconds: 0 } }]) {
      await using host = createTestBroker(options);
      expect(host.clock.pendingTimers()).toBe(0);
      expect(host.broker.stats.retainedMessages).toBe(0);
    }
  });

  test('is not retained where retained messages are off', async () => {
    await using host = createTestBroker({ sysTopics, capabilities: { retainAvailable: false } });
    expect(host.broker.stats.retainedMessages).toBe(0);
    const client = await host.connect();
    await subscribe(client, ['$SYS/broker/uptime']);
    host.clock.advance(10_000);
    expect(await values(client)).toEqual({ uptime: '10' });
  });

  test('stops with the broker', async () => {
    const host = createTestBroker({ sysTopics });
    expect(host.clock.pendingTimers()).toBe(1);
    await host[Symbol.asyncDispose]();
    expect(host.clock.pendingTimers()).toBe(0);
  });
});
