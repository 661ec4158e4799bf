import { describe, expect, test } from 'vitest';
import { encode } from '../src/packet/encode.ts';
import { deferred } from '../src/transport/fixtures/deferred.ts';
import { memoryPair } from '../src/transport/memory.ts';
import { createTestBroker, type TestBroker } from './fixtures/test-broker.ts';
import { payloads, publish, type TestClient, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';
import type { Authentication, Standing } from './options.ts';

interface SlowBroker {
  readonly host: TestBroker;
  /** Settles once the hook was asked. */
  readonly asked: Promise<void>;
  readonly decide: (authentication: Authentication) => void;
  readonly faults: unknown[];
}

function slowBroker(hooks: { standing?: Standing; failure?: Error } = {}): SlowBroker {
  const asked = deferred<undefined>();
  const decision = deferred<Authentication>();
  const faults: unknown[] = [];
  const host = createTestBroker({
    onError: (error) => faults.push(error),
    hooks: {
      async authenticate() {
        asked.resolve(undefined);
        const authentication = await decision.promise;
        if (hooks.failure !== undefined) throw hooks.failure;
        return authentication;
      },
      standingOf: () => hooks.standing ?? 'valid',
    },
  });
  return { host, asked: asked.promise, decide: decision.resolve, faults };
}

const connect = encode(
  {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'client',
  },
  '5.0',
);

async function connecting({ host, asked }: SlowBroker): Promise<TestClient> {
  const client = await host.open();
  client.sendBytes(connect);
  await asked;
  return client;
}

describe('While a hook takes its time', () => {
  test('what comes after CONNECT waits, and is handled in order then', async () => {
    const broker = slowBroker();
    await using host = broker.host;
    const client = await connecting(broker);
    client.send({ type: 'subscribe', packetIdentifier: 1, subscriptions: [to('a')] });
    for (let at = 0; at < 1_000; at += 1) client.send(publish('a', `${at}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(host.broker.stats.sessions).toBe(0);
    broker.decide('allow');
    await client.expect('connack');
    await client.expect('suback');
    expect(payloads(await client.fence())).toEqual(Array.from({ length: 1_000 }, (_, at) => `${at}`));
  });

  test('what comes after CONNECT stays with the sender', async () => {
    const broker = slowBroker();
    await using host = broker.host;
    const [near, far] = memoryPair();
    host.broker.accept(far);
    near.write(connect);
    await broker.asked;
    for (let at = 0; at < 10; at += 1) near.write(new Uint8Array(65_536));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(near.bufferedBytes).toBe(9 * 65_536);
  });

  test('what was decided is what the client is', async () => {
    const broker = slowBroker();
    await using _host = broker.host;
    const client = await connecting(broker);
    broker.decide({ reasonCode: Reason.banned, detail: 'No' });
    expect(await client.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: Reason.banned }]);
  });

  test('the time for CONNECT runs on, and the decision comes to nothing', async () => {
    const broker = slowBroker();
    await using host = broker.host;
    const client = await connecting(broker);
    host.clock.advance(10_000);
    expect(await client.untilClosed()).toEqual([]);
    broker.decide('allow');
    await host.settled(0);
    expect(host.broker.stats).toMatchObject({ sessions: 0, connections: 0 });
    expect(host.clock.pendingTimers()).toBe(0);
  });

  test.each([0, 3])('a client may leave, %i packets after CONNECT', async (packets) => {
    const broker = slowBroker();
    await using host = broker.host;
    const client = await connecting(broker);
    for (let at = 0; at < packets; at += 1) client.send(publish('a', 'x'));
    await client.drop();
    // A held stream tells of its end only when the time for CONNECT is over.
    if (packets > 0) host.clock.advance(10_000);
    await host.settled(0);
    broker.decide('allow');
    await new Promise((resolve) => setImmediate(resolve));
    expect(host.broker.stats.sessions).toBe(0);
    expect(broker.faults).toEqual([]);
  });

  test('a hook that fails is a fault of the broker, and ends the connection', async () => {
    const failure = new Error('The store of users is away');
    const broker = slowBroker({ failure });
    await using host = broker.host;
    const client = await connecting(broker);
    broker.decide('allow');
    expect(await client.untilClosed()).toEqual([]);
    await host.settled(0);
    expect(broker.faults).toEqual([failure]);
  });

  test('rights that go meanwhile are gone when the decision comes', async () => {
    const broker = slowBroker({ standing: 'outdated' });
    await using host = broker.host;
    const client = await connecting(broker);
    broker.decide('allow');
    expect(await client.untilClosed()).toMatchObject([{ reasonCode: Reason.notAuthorized }]);
    expect(host.broker.stats.sessions).toBe(0);
  });

  test('the broker can stop', async () => {
    const broker = slowBroker();
    const client = await connecting(broker);
    await broker.host[Symbol.asyncDispose]();
    expect(await client.untilClosed()).toEqual([]);
    broker.decide('allow');
    await new Promise((resolve) => setImmediate(resolve));
    expect(broker.faults).toEqual([]);
  });
});
