import { describe, expect, test } from 'vitest';
import { createTestBroker, reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const lasting = { sessionExpiryIntervalSeconds: 100 };

describe('Session', () => {
  test('resumes with its subscriptions and what was published meanwhile', async () => {
    await using host = createTestBroker();
    const away = await host.connect({ clientIdentifier: 'away', properties: lasting });
    await subscribe(away, ['a']);
    await away.drop();
    await host.settled(0);
    const other = await host.connect({ clientIdentifier: 'other' });
    other.send(publish('a', 'one', { qos: 1, packetIdentifier: 1 }));
    other.send(publish('a', 'nobody keeps QoS 0'));
    await other.fence();

    const back = await host.connect({ clientIdentifier: 'away', cleanStart: false, properties: lasting });
    expect(back.connack?.sessionPresent).toBe(true);
    expect(payloads(await back.fence())).toEqual(['one']);
    other.send(publish('a', 'two'));
    await other.fence();
    expect(payloads(await back.fence())).toEqual(['two']);
  });

  test('ends when its Session Expiry Interval has passed, and not before', async () => {
    await using host = createTestBroker();
    const reconnect = async (): Promise<boolean | undefined> => {
      const client = await host.connect({ cleanStart: false, properties: lasting });
      await client.drop();
      await host.settled(0);
      return client.connack?.sessionPresent;
    };
    expect(await reconnect()).toBe(false);
    host.clock.advance(99_999);
    expect(await reconnect()).toBe(true);
    host.clock.advance(100_000);
    expect(host.broker.stats.sessions).toBe(0);
    expect(await reconnect()).toBe(false);
  });

  test('of 3.1.1 with CleanSession 0 stays, with CleanSession 1 goes', async () => {
    await using host = createTestBroker();
    const connect = async (cleanStart: boolean): Promise<boolean | undefined> => {
      const client = await host.connect({ protocolVersion: '3.1.1', cleanStart });
      client.send({ type: 'disconnect', reasonCode: 0 });
      await client.untilClosed();
      await host.settled(0);
      host.clock.advance(1e9);
      return client.connack?.sessionPresent;
    };
    expect(await connect(false)).toBe(false);
    expect(await connect(false)).toBe(true);
    expect(await connect(true)).toBe(false);
    expect(await connect(false)).toBe(false);
  });

  test('DISCONNECT changes the Session Expiry Interval', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: lasting });
    client.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryIntervalSeconds: 0 } });
    await client.untilClosed();
    expect(host.broker.stats.sessions).toBe(0);
  });

  test('DISCONNECT may not raise it from 0, and then does not discard the Will', async () => {
    await using host = createTestBroker();
    const watcher = await host.connect({ clientIdentifier: 'watcher' });
    await subscribe(watcher, ['will']);
    const client = await host.connect({
      will: { topicName: 'will', payload: Buffer.from('gone'), qos: 0, retain: false },
    });
    client.send({ type: 'disconnect', reasonCode: 0, properties: { sessionExpiryIntervalSeconds: 5 } });
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.protocolError);
    expect(payloads(await watcher.fence())).toEqual(['gone']);
  });

  test('the broker’s own maximum is announced and kept', async () => {
    await using host = createTestBroker({ capabilities: { sessionExpiryMaximumSeconds: 10 } });
    const client = await host.connect({ properties: lasting });
    expect(client.connack?.properties?.sessionExpiryIntervalSeconds).toBe(10);
    await client.drop();
    await host.settled(0);
    host.clock.advance(10_000);
    expect(host.broker.stats.sessions).toBe(0);
  });

  test('retained messages are not sent again on resume', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: lasting });
    client.send(publish('a', 'kept', { retain: true }));
    await subscribe(client, ['a']);
    expect(payloads(await client.fence())).toEqual(['kept']);
    await client.drop();
    await host.settled(0);
    const back = await host.connect({ cleanStart: false, properties: lasting });
    expect(await back.fence()).toEqual([]);
  });

  test('a subscription whose right was withdrawn is gone after resume', async () => {
    let allowed = true;
    await using host = createTestBroker({
      hooks: {
        authorizeSubscribe: () => (allowed ? 'allow' : { reasonCode: Reason.notAuthorized, detail: 'No' }),
      },
    });
    const client = await host.connect({ properties: lasting });
    await subscribe(client, ['a']);
    await client.drop();
    await host.settled(0);
    allowed = false;
    const back = await host.connect({ cleanStart: false, properties: lasting });
    back.send(publish('a', 'not for me'));
    expect(await back.fence()).toEqual([]);
  });
});

describe('Takeover', () => {
  test('tells a 5.0 client why, and just closes a 3.1.1 client', async () => {
    await using host = createTestBroker();
    const modern = await host.connect();
    const old = await host.connect({ protocolVersion: '3.1.1' });
    expect(reasonOfClose(await modern.untilClosed())).toBe(Reason.sessionTakenOver);
    const third = await host.connect();
    expect(await old.untilClosed()).toEqual([]);
    expect(await third.fence()).toEqual([]);
  });

  test('of a Session that lasts keeps it', async () => {
    await using host = createTestBroker();
    const first = await host.connect({ properties: lasting });
    await subscribe(first, ['a']);
    const second = await host.connect({ cleanStart: false, properties: lasting });
    expect(second.connack?.sessionPresent).toBe(true);
    second.send(publish('a', 'here'));
    expect(payloads(await second.fence())).toEqual(['here']);
  });

  test('of a Session with expiry 0 begins a new one', async () => {
    await using host = createTestBroker();
    const first = await host.connect();
    await subscribe(first, ['a']);
    const second = await host.connect({ cleanStart: false });
    expect(second.connack?.sessionPresent).toBe(false);
    second.send(publish('a', 'nobody'));
    expect(await second.fence()).toEqual([]);
    expect(host.broker.stats).toMatchObject({ sessions: 1, subscriptions: 0 });
  });
});
