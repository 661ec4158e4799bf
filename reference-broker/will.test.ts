import { describe, expect, test } from 'vitest';
import type { Connect, Will } from '../src/packet/connect.ts';
import { createTestBroker, reasonOfClose, subscribe, type TestBroker } from './fixtures/test-broker.ts';
import { payloads, type TestClient } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

function will(changes: Partial<Will> = {}): Will {
  return { topicName: 'will', payload: Buffer.from('gone'), qos: 0, retain: false, ...changes };
}

const delayed = (seconds: number): Will => will({ properties: { willDelayIntervalSeconds: seconds } });

interface Scene extends AsyncDisposable {
  readonly host: TestBroker;
  readonly watcher: TestClient;
  client(changes: Partial<Connect>): Promise<TestClient>;
}

/** A client with a Will, and another one that is subscribed to it. */
async function scene(): Promise<Scene> {
  const host = createTestBroker();
  const watcher = await host.connect({ clientIdentifier: 'watcher' });
  await subscribe(watcher, ['will']);
  return {
    host,
    watcher,
    client: (changes) => host.connect({ will: will(), ...changes }),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

describe.each(['3.1.1', '5.0'] as const)('a Will of %s', (protocolVersion) => {
  test('is published when the connection is lost, and only once', async () => {
    await using s = await scene();
    const client = await s.client({ protocolVersion });
    await client.drop();
    await s.host.settled(1);
    s.host.clock.advance(1e9);
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
  });

  test('is not published after DISCONNECT', async () => {
    await using s = await scene();
    const client = await s.client({ protocolVersion });
    client.send({ type: 'disconnect', reasonCode: 0 });
    await client.untilClosed();
    await s.host.settled(1);
    expect(await s.watcher.fence()).toEqual([]);
  });

  test('is published when the broker closes for an error', async () => {
    await using s = await scene();
    const client = await s.client({ protocolVersion });
    client.sendBytes(Buffer.from('c100', 'hex'));
    await client.untilClosed();
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
  });

  test('is published when Keep Alive runs out', async () => {
    await using s = await scene();
    await s.client({ protocolVersion, keepAliveSeconds: 10 });
    s.host.clock.advance(15_000);
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
  });

  test('is published on takeover', async () => {
    await using s = await scene();
    await s.client({ protocolVersion });
    await s.host.connect({ protocolVersion });
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
  });

  test('is retained when it asks for it', async () => {
    await using s = await scene();
    const client = await s.client({ protocolVersion, will: will({ retain: true, qos: 1 }) });
    await client.drop();
    await s.host.settled(1);
    const late = await s.host.connect({ clientIdentifier: 'late' });
    await subscribe(late, ['will']);
    expect(await late.fence()).toMatchObject([{ type: 'publish', retain: true, qos: 1 }]);
  });
});

describe('Will Delay Interval', () => {
  const lasting = { sessionExpiryIntervalSeconds: 100 };

  test('holds the Will back', async () => {
    await using s = await scene();
    const client = await s.client({ will: delayed(10), properties: lasting });
    await client.drop();
    await s.host.settled(1);
    s.host.clock.advance(9_999);
    expect(await s.watcher.fence()).toEqual([]);
    s.host.clock.advance(1);
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
  });

  test('ends with the Session, if that ends first', async () => {
    await using s = await scene();
    const client = await s.client({ will: delayed(1000), properties: lasting });
    await client.drop();
    await s.host.settled(1);
    s.host.clock.advance(100_000);
    expect(payloads(await s.watcher.fence())).toEqual(['gone']);
    s.host.clock.advance(1e9);
    expect(await s.watcher.fence()).toEqual([]);
  });

  test('is cancelled by a client that comes back to its Session', async () => {
    await using s = await scene();
    const client = await s.client({ will: delayed(10), properties: lasting });
    await client.drop();
    await s.host.settled(1);
    await s.host.connect({ cleanStart: false, properties: lasting });
    s.host.clock.advance(60_000);
    expect(await s.watcher.fence()).toEqual([]);
  });

  test('is cancelled by a takeover that keeps the Session', async () => {
    await using s = await scene();
    await s.client({ will: delayed(10), properties: lasting });
    await s.host.connect({ cleanStart: false, properties: lasting });
    s.host.clock.advance(60_000);
    expect(await s.watcher.fence()).toEqual([]);
  });

  test.each([
    ['a takeover with Clean Start 1', { properties: lasting }, true],
    ['a takeover of a Session with expiry 0', {}, false],
  ] as const)(
    'does not survive %s: the Session ends, the Will is published once',
    async (_, changes, cleanStart) => {
      await using s = await scene();
      await s.client({ will: delayed(10), ...changes });
      await s.host.connect({ cleanStart });
      expect(payloads(await s.watcher.fence())).toEqual(['gone']);
      s.host.clock.advance(60_000);
      expect(await s.watcher.fence()).toEqual([]);
    },
  );

  test('does not reach the subscribers; Message Expiry Interval and User Properties do', async () => {
    await using s = await scene();
    const properties = {
      willDelayIntervalSeconds: 5,
      messageExpiryIntervalSeconds: 30,
      userProperty: [
        ['b', '1'],
        ['a', '2'],
        ['b', '0'],
      ],
    } as const;
    const client = await s.client({ will: will({ properties }), properties: lasting });
    await client.drop();
    await s.host.settled(1);
    s.host.clock.advance(5_000);
    const [message] = await s.watcher.fence();
    expect(message).toMatchObject({
      properties: { messageExpiryIntervalSeconds: 30, userProperty: properties.userProperty },
    });
    expect(message).not.toHaveProperty('properties.willDelayIntervalSeconds');
  });
});

test('DISCONNECT 0x04 asks for the Will', async () => {
  await using s = await scene();
  const client = await s.client({});
  client.send({ type: 'disconnect', reasonCode: 0x04 });
  await client.untilClosed();
  expect(payloads(await s.watcher.fence())).toEqual(['gone']);
});

test.each([
  ['QoS', { maximumQoS: 1 }, { qos: 2 }, Reason.qosNotSupported],
  ['Retain', { retainAvailable: false }, { retain: true }, Reason.retainNotSupported],
] as const)(
  'a Will beyond the announced %s refuses the CONNECT',
  async (_, capabilities, changes, reasonCode) => {
    await using host = createTestBroker({ capabilities });
    const client = await host.connect({ will: will(changes) });
    expect(client.connack?.reasonCode).toBe(reasonCode);
    expect(await client.untilClosed()).toEqual([]);
    const old = await host.connect({ protocolVersion: '3.1.1', will: will(changes) });
    expect(old.connack).toBeUndefined();
  },
);

test('a stopping broker says so, publishes no Will and leaves no timer', async () => {
  const s = await scene();
  const client = await s.client({ will: delayed(10), properties: { sessionExpiryIntervalSeconds: 100 } });
  const gone = client.untilClosed();
  await s.host.broker[Symbol.asyncDispose]();
  expect(reasonOfClose(await gone)).toBe(Reason.serverShuttingDown);
  expect((await s.watcher.untilClosed()).map(({ type }) => type)).toEqual(['disconnect']);
  await s.host.settled(0);
  expect(s.host.clock.pendingTimers()).toBe(0);
});

test('a fault while a Will is published is reported, and the broker goes on', async () => {
  const errors: unknown[] = [];
  let isBroken = false;
  await using host = createTestBroker({
    onError: (error) => errors.push(error),
    hooks: {
      authorizePublish() {
        if (isBroken) throw new Error('broken hook');
        return 'allow';
      },
    },
  });
  const dying = await host.connect({
    clientIdentifier: 'dying',
    will: { topicName: 'w', payload: Buffer.from('x'), qos: 0, retain: false },
  });
  isBroken = true;
  await dying.drop();
  await host.settled(0);
  expect(errors).toMatchObject([{ message: 'broken hook' }]);
  const other = await host.connect({ clientIdentifier: 'other' });
  expect(await other.fence()).toEqual([]);
});
