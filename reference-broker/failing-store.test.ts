import { expect, test } from 'vitest';
import { createDurableBroker, type DurableTestBroker, stillness } from './fixtures/durable-broker.ts';
import { reasonOfClose, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, type TestClient, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

const subscribeB = { type: 'subscribe', packetIdentifier: 7, subscriptions: [to('b')] } as const;
const will = { topicName: 'a', payload: Buffer.from('will'), qos: 1, retain: false } as const;

/** Fills the disk, and lets the broker find out by a client of its own. */
async function fill(durable: DurableTestBroker): Promise<void> {
  const probe = await durable.connect({ clientIdentifier: 'probe' });
  await stillness();
  durable.disk.mode = 'full';
  probe.send(subscribeB);
  await probe.untilClosed();
  expect(durable.broker.health).toMatchObject({ kind: 'store-failing' });
}

async function empty(durable: DurableTestBroker): Promise<void> {
  durable.disk.mode = 'working';
  durable.clock.advance(1_000);
  await stillness();
  expect(durable.broker.health).toEqual({ kind: 'serving' });
}

const passing = (durable: DurableTestBroker, clientIdentifier = 'passing'): Promise<TestClient> =>
  durable.connect({ clientIdentifier, cleanStart: true, properties: {} });

test('5.0: what would have to be on disk is refused with 0x97', async () => {
  await using durable = createDurableBroker();
  const client = await durable.connect();
  await fill(durable);
  client.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
  expect(await client.expect('puback')).toMatchObject({ reasonCode: Reason.quotaExceeded });
  client.send(publish('a', 'x', { qos: 2, packetIdentifier: 1 }));
  expect(await client.expect('pubrec')).toMatchObject({ reasonCode: Reason.quotaExceeded });
  expect(await subscribe(client, ['a'])).toEqual([Reason.quotaExceeded]);
  for (const changes of [{}, { properties: {}, will }]) {
    const { connack } = await durable.connect({ clientIdentifier: 'late', ...changes });
    expect(connack).toMatchObject({ reasonCode: Reason.quotaExceeded });
  }
});

test('3.1.1: what would have to be on disk is refused in its words', async () => {
  await using durable = createDurableBroker();
  const connect = (clientIdentifier: string) =>
    durable.connect({ protocolVersion: '3.1.1', clientIdentifier });
  const [subscriber, first, second] = [await connect('s'), await connect('one'), await connect('two')];
  await fill(durable);
  expect(await subscribe(subscriber, ['a'])).toEqual([0x80]);
  first.send(publish('a', 'x', { qos: 1, packetIdentifier: 1 }));
  expect(await first.untilClosed()).toEqual([]);
  second.send(publish('a', 'x', { qos: 2, packetIdentifier: 1 }));
  expect(await second.untilClosed()).toEqual([]);
  expect((await connect('late')).connack).toMatchObject({ reasonCode: 0x03 });
});

test('what needs no disk goes on: QoS 0, and clients whose Session ends with the connection', async () => {
  await using durable = createDurableBroker();
  const before = await passing(durable, 'before');
  const kept = await durable.connect();
  await subscribe(kept, ['a']);
  await fill(durable);
  const late = await passing(durable, 'late');
  expect(late.connack).toMatchObject({ reasonCode: 0 });
  expect(await subscribe(before, ['a'])).toEqual([2]);
  late.send(publish('a', 'zero'));
  expect(payloads([await before.next(), await kept.next()])).toEqual(['zero', 'zero']);
  before.send({ type: 'unsubscribe', packetIdentifier: 9, topicFilters: ['a'] });
  expect(await before.expect('unsuback')).toMatchObject({ reasonCodes: [0] });
});

test('promises that wait when the disk is found full are taken back', async () => {
  await using durable = createDurableBroker();
  const connect = (clientIdentifier: string, version: '3.1.1' | '5.0' = '5.0') =>
    durable.connect({ clientIdentifier, protocolVersion: version });
  const away = await connect('away');
  await subscribe(away, ['a']);
  const [qos1, qos2, old] = [await connect('one'), await connect('two'), await connect('old', '3.1.1')];
  durable.disk.mode = 'holding';
  qos1.send(publish('a', '1', { qos: 1, packetIdentifier: 1 }));
  qos2.send(publish('a', '2', { qos: 2, packetIdentifier: 1 }));
  old.send(publish('a', '3', { qos: 2, packetIdentifier: 1 }));
  const late = await durable.open({ clientIdentifier: 'late', will });
  const late311 = await durable.open({ clientIdentifier: 'late 3.1.1', protocolVersion: '3.1.1' });
  await stillness();
  durable.disk.mode = 'full';
  expect(reasonOfClose(await qos1.untilClosed())).toBe(Reason.quotaExceeded);
  expect(reasonOfClose(await qos2.untilClosed())).toBe(Reason.quotaExceeded);
  expect(await old.untilClosed()).toEqual([]);
  expect(await late.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: Reason.quotaExceeded }]);
  expect(await late311.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: 0x03 }]);
});

test('a CONNECT whose acceptance is taken back leaves neither a Will nor a Session', async () => {
  await using durable = createDurableBroker();
  const watcher = await passing(durable);
  await subscribe(watcher, ['a']);
  durable.disk.mode = 'holding';
  const late = await durable.open({ clientIdentifier: 'late', will });
  const old = await durable.open({ clientIdentifier: 'old', protocolVersion: '3.1.1' });
  await stillness();
  durable.disk.mode = 'full';
  expect(await late.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: Reason.quotaExceeded }]);
  expect(await old.untilClosed()).toMatchObject([{ type: 'connack', reasonCode: 0x03 }]);
  expect(await watcher.fence()).toEqual([]);
  expect(durable.broker.stats.sessions).toBe(1);
  await empty(durable);
  expect(durable.disk.records.size).toBe(0);
});

test('when there is room again everything works, and what was taken before is there', async () => {
  await using durable = createDurableBroker();
  const kept = await durable.connect({ clientIdentifier: 'kept' });
  await subscribe(kept, ['a']);
  await kept.drop();
  const sender = await durable.connect({ clientIdentifier: 'sender' });
  sender.send(publish('a', 'before', { qos: 2, packetIdentifier: 1 }));
  await sender.expect('pubrec');
  await stillness();
  durable.disk.mode = 'holding';
  sender.send(publish('a', 'meanwhile', { qos: 2, packetIdentifier: 2 }));
  await stillness();
  durable.disk.mode = 'full';
  expect(reasonOfClose(await sender.untilClosed())).toBe(Reason.quotaExceeded);
  await empty(durable);
  const again = await durable.connect({ clientIdentifier: 'sender' });
  again.send(publish('a', 'meanwhile', { qos: 2, packetIdentifier: 2, dup: true }));
  expect(await again.expect('pubrec')).toMatchObject({ reasonCode: 0 });
  durable.restart();
  const back = await durable.connect({ clientIdentifier: 'kept' });
  expect(payloads(await back.fence())).toEqual(['before', 'meanwhile']);
});

test('a message of this process is refused too, and one that waits is taken back', async () => {
  await using durable = createDurableBroker();
  const kept = await durable.connect();
  await subscribe(kept, ['a']);
  const message = { topicName: 'a', payload: Buffer.from('x'), qos: 1 } as const;
  const refused = { kind: 'refused', refusal: { reasonCode: Reason.quotaExceeded } };
  durable.disk.mode = 'holding';
  const waiting = durable.broker.publish(message);
  await stillness();
  durable.disk.mode = 'full';
  expect(await waiting).toMatchObject(refused);
  expect(await durable.broker.publish(message)).toMatchObject(refused);
  expect(await durable.broker.publish({ ...message, qos: 0, retain: true })).toMatchObject(refused);
  expect(await durable.broker.publish({ ...message, qos: 0 })).toMatchObject({ kind: 'published' });
});

test('the broker ends while clients wait for the disk: what was not written is not promised', async () => {
  await using durable = createDurableBroker();
  const idle = await durable.connect();
  const early = await durable.connect({ clientIdentifier: 'early' });
  const tardy = await durable.connect({ clientIdentifier: 'tardy' });
  durable.disk.mode = 'holding';
  early.send(subscribeB);
  await stillness();
  early.send({ ...subscribeB, packetIdentifier: 8, subscriptions: [to('c')] });
  await stillness();
  const disposal = durable.broker[Symbol.asyncDispose]();
  // The last commit begins.
  durable.disk.finish();
  await stillness();
  tardy.send(subscribeB);
  const late = await durable.open({ clientIdentifier: 'late' });
  await stillness();
  durable.disk.mode = 'working';
  await disposal;
  const { serverShuttingDown } = Reason;
  expect(await idle.untilClosed()).toMatchObject([{ type: 'disconnect', reasonCode: serverShuttingDown }]);
  expect(await early.untilClosed()).toMatchObject([
    { type: 'suback', packetIdentifier: 7 },
    { type: 'suback', packetIdentifier: 8 },
    { type: 'disconnect', reasonCode: serverShuttingDown },
  ]);
  expect(await tardy.untilClosed()).toMatchObject([{ type: 'disconnect', reasonCode: serverShuttingDown }]);
  expect(await late.untilClosed()).toEqual([]);
});
