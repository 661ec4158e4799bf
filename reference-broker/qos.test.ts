import { describe, expect, test } from 'vitest';
import { memoryPair } from '../src/transport/memory.ts';
import { createTestBroker, reasonOfClose, subscribe, type TestBroker } from './fixtures/test-broker.ts';
import { payloads, publish, type TestClient } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const lasting = { sessionExpiryIntervalSeconds: 1000 };

async function resume(host: TestBroker, client: TestClient, receiveMaximum?: number): Promise<TestClient> {
  const before = host.broker.stats.connections;
  await client.drop();
  await host.settled(before - 1);
  return host.connect({
    cleanStart: false,
    properties: { ...lasting, ...(receiveMaximum === undefined ? {} : { receiveMaximum }) },
  });
}

describe('from a client', () => {
  test('QoS 1 and 2 are acknowledged, with 0x10 when nobody listens', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 7 }));
    client.send(publish('a', 'x', { qos: 2, packetIdentifier: 8 }));
    client.send({ type: 'pubrel', packetIdentifier: 8, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([
      { type: 'puback', packetIdentifier: 7, reasonCode: Reason.noMatchingSubscribers },
      { type: 'pubrec', packetIdentifier: 8, reasonCode: Reason.noMatchingSubscribers },
      { type: 'pubcomp', packetIdentifier: 8, reasonCode: 0 },
    ]);
  });

  test('a repeated QoS 2 PUBLISH is delivered once, on one connection and over a resume', async () => {
    await using host = createTestBroker();
    const listener = await host.connect({ clientIdentifier: 'listener' });
    await subscribe(listener, ['a']);
    let client = await host.connect({ properties: lasting });
    const message = publish('a', 'once', { qos: 2, packetIdentifier: 7 });
    client.send(message);
    client.send({ ...message, dup: true });
    expect((await client.fence()).map(({ type }) => type)).toEqual(['pubrec', 'pubrec']);
    client = await resume(host, client);
    client.send({ ...message, dup: true });
    client.send({ type: 'pubrel', packetIdentifier: 7, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([{ type: 'pubrec' }, { type: 'pubcomp', reasonCode: 0 }]);
    expect(payloads(await listener.fence())).toEqual(['once']);
    client.send(message);
    await client.fence();
    listener.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 });
    expect(payloads(await listener.fence())).toEqual(['once']);
  });

  test('PUBREL of an unknown identifier is answered with 0x92', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send({ type: 'pubrel', packetIdentifier: 9, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([
      { type: 'pubcomp', packetIdentifier: 9, reasonCode: Reason.packetIdentifierNotFound },
    ]);
  });

  test('more than Receive Maximum ends the connection', async () => {
    await using host = createTestBroker({ capabilities: { receiveMaximum: 2 } });
    const client = await host.connect();
    for (const packetIdentifier of [1, 2]) client.send(publish('a', 'x', { qos: 2, packetIdentifier }));
    client.send({ type: 'pubrel', packetIdentifier: 1, reasonCode: 0 });
    client.send(publish('a', 'x', { qos: 2, packetIdentifier: 3 }));
    await client.fence();
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 4 }));
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.receiveMaximumExceeded);
  });

  test('an identifier in an open QoS 2 exchange is in use for everything else', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send(publish('a', 'x', { qos: 2, packetIdentifier: 60_000 }));
    await client.expect('pubrec');
    expect(await subscribe(client, ['a', 'b'])).toEqual([0x91, 0x91]);
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 60_000 }));
    expect(await client.fence()).toMatchObject([
      { type: 'puback', reasonCode: Reason.packetIdentifierInUse },
    ]);
  });

  test('a message that may not be published is refused in 5.0 and acknowledged in 3.1.1', async () => {
    await using host = createTestBroker({
      hooks: { authorizePublish: () => ({ reasonCode: Reason.notAuthorized, detail: 'No' }) },
    });
    const modern = await host.connect({ clientIdentifier: 'modern' });
    const old = await host.connect({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
    for (const client of [modern, old]) {
      await subscribe(client, ['a']);
      client.send(publish('a', 'x'));
      client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
      client.send(publish('a', 'x', { qos: 2, packetIdentifier: 2 }));
    }
    expect(await modern.fence()).toMatchObject([
      { type: 'puback', reasonCode: Reason.notAuthorized },
      { type: 'pubrec', reasonCode: Reason.notAuthorized },
    ]);
    expect((await old.fence()).map(({ type }) => type)).toEqual(['puback', 'pubrec']);
  });
});

describe('to a client', () => {
  test('on resume the unacknowledged come again: DUP 1, same identifier, same order, PUBREL where owed', async () => {
    await using host = createTestBroker();
    let client = await host.connect({ properties: lasting });
    await subscribe(client, ['a']);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    for (const [index, qos] of ([1, 2, 2, 1] as const).entries()) {
      sender.send(publish('a', `m${index}`, { qos, packetIdentifier: index + 1 }));
    }
    await sender.fence();
    await client.fence();
    client.send({ type: 'pubrec', packetIdentifier: 2, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([{ type: 'pubrel', packetIdentifier: 2 }]);
    client = await resume(host, client);
    expect(await client.fence()).toMatchObject([
      { type: 'pubrel', packetIdentifier: 2 },
      { type: 'publish', packetIdentifier: 1, dup: true, qos: 1 },
      { type: 'publish', packetIdentifier: 3, dup: true, qos: 2 },
      { type: 'publish', packetIdentifier: 4, dup: true, qos: 1 },
    ]);
  });

  test('nothing is sent again on the same connection', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
    expect(payloads(await client.fence())).toEqual(['x']);
    host.clock.advance(1e9);
    expect(await client.fence()).toEqual([]);
  });

  test('never more than Receive Maximum at once, QoS 0 passes, the rest follows the acknowledgements', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { receiveMaximum: 2 } });
    await subscribe(client, ['a']);
    const sender = await host.connect({ clientIdentifier: 'sender' });
    for (const id of [1, 2, 3, 4]) sender.send(publish('a', `q${id}`, { qos: 2, packetIdentifier: id }));
    sender.send(publish('a', 'zero'));
    await sender.fence();
    expect(payloads(await client.fence())).toEqual(['q1', 'q2', 'zero']);
    client.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 });
    expect(payloads(await client.fence())).toEqual([]);
    client.send({ type: 'pubcomp', packetIdentifier: 1, reasonCode: 0 });
    expect(payloads(await client.fence())).toEqual(['q3']);
    client.send({ type: 'pubrec', packetIdentifier: 2, reasonCode: Reason.unspecifiedError });
    expect(payloads(await client.fence())).toEqual(['q4']);
  });

  test('a resume with a smaller Receive Maximum resends no more than that', async () => {
    await using host = createTestBroker();
    let client = await host.connect({ properties: lasting });
    await subscribe(client, ['a']);
    for (const id of [1, 2, 3]) client.send(publish('a', `m${id}`, { qos: 1, packetIdentifier: id }));
    await client.fence();
    client = await resume(host, client, 1);
    expect(payloads(await client.fence())).toEqual(['m1']);
    // Late, for a packet that this connection did not send yet: frees no place.
    client.send({ type: 'puback', packetIdentifier: 3, reasonCode: 0 });
    expect(payloads(await client.fence())).toEqual([]);
    client.send({ type: 'puback', packetIdentifier: 1, reasonCode: 0 });
    expect(payloads(await client.fence())).toEqual(['m2']);
  });

  test('an acknowledgement of the wrong kind is a Protocol Error', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    await subscribe(client, ['a']);
    client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
    await client.fence();
    client.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 });
    expect(reasonOfClose(await client.untilClosed())).toBe(Reason.protocolError);
  });

  test('PUBREC of an unknown identifier is answered with PUBREL 0x92', async () => {
    await using host = createTestBroker();
    const client = await host.connect();
    client.send({ type: 'pubrec', packetIdentifier: 9, reasonCode: 0 });
    client.send({ type: 'puback', packetIdentifier: 9, reasonCode: 0 });
    client.send({ type: 'pubcomp', packetIdentifier: 9, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([
      { type: 'pubrel', packetIdentifier: 9, reasonCode: Reason.packetIdentifierNotFound },
    ]);
  });
});

describe('Message Expiry Interval', () => {
  const expiring = { properties: { messageExpiryIntervalSeconds: 10 } };

  test('counts down while a message waits, and drops it when it has passed', async () => {
    await using host = createTestBroker();
    let client = await host.connect({ properties: lasting });
    await subscribe(client, ['a']);
    await client.drop();
    const sender = await host.connect({ clientIdentifier: 'sender' });
    await host.settled(1);
    sender.send(publish('a', 'short', { qos: 1, packetIdentifier: 1, ...expiring }));
    sender.send(
      publish('a', 'long', { qos: 1, packetIdentifier: 2, properties: { messageExpiryIntervalSeconds: 60 } }),
    );
    await sender.fence();
    host.clock.advance(10_000);
    client = await host.connect({ cleanStart: false, properties: lasting });
    expect(await client.fence()).toMatchObject([
      { type: 'publish', payload: Buffer.from('long'), properties: { messageExpiryIntervalSeconds: 50 } },
    ]);
  });

  test('does not end an exchange in flight', async () => {
    await using host = createTestBroker();
    let client = await host.connect({ properties: lasting });
    await subscribe(client, ['a']);
    client.send(publish('a', 'started', { qos: 2, packetIdentifier: 1, ...expiring }));
    await client.fence();
    host.clock.advance(60_000);
    client = await resume(host, client);
    expect(await client.fence()).toMatchObject([
      { type: 'publish', packetIdentifier: 1, dup: true, properties: { messageExpiryIntervalSeconds: 0 } },
    ]);
    client.send({ type: 'pubrec', packetIdentifier: 1, reasonCode: 0 });
    expect(await client.fence()).toMatchObject([{ type: 'pubrel', packetIdentifier: 1, reasonCode: 0 }]);
  });

  test('of expired messages at the head of a queue lets the later ones pass', async () => {
    await using host = createTestBroker();
    const client = await host.connect({ properties: { receiveMaximum: 1 } });
    await subscribe(client, ['a']);
    client.send(publish('a', 'first', { qos: 1, packetIdentifier: 1 }));
    client.send(publish('a', 'expires', { qos: 1, packetIdentifier: 2, ...expiring }));
    client.send(publish('a', 'last', { qos: 1, packetIdentifier: 3 }));
    await client.fence();
    host.clock.advance(11_000);
    client.send({ type: 'puback', packetIdentifier: 1, reasonCode: 0 });
    expect(payloads(await client.fence())).toEqual(['last']);
  });
});

test('a Remaining Length that takes more bytes than it needs is not passed on to 3.1.1 subscribers', async () => {
  await using host = createTestBroker();
  const publisher = await host.connect({ protocolVersion: '3.1.1', clientIdentifier: 'publisher' });
  const [near, far] = memoryPair();
  host.broker.accept(far);
  let received = '';
  const fenced = new Promise<void>((resolve) => {
    near.onData((chunk) => {
      received += Buffer.from(chunk).toString('hex');
      if (received.endsWith('d000')) resolve();
    });
  });
  // CONNECT of 3.1.1 as `s`, SUBSCRIBE to `a` with QoS 0.
  near.write(Buffer.from('100d00044d5154540402000000017382060001000161'.concat('00'), 'hex'));
  await publisher.fence();
  publisher.sendBytes(Uint8Array.of(0x30, 0x84, 0x00, 0x00, 0x01, 0x61, 0x78));
  await publisher.fence();
  near.write(Buffer.from('c000', 'hex'));
  await fenced;
  expect(received).toBe(`20020000${'9003000100'}${'300400016178'}d000`);
});
