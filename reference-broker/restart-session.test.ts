import { expect, test } from 'vitest';
import type { Packet } from '../src/packet/packet.ts';
import { createFakeClock } from '../src/transport/clock.ts';
import { createDurableBroker, keptFor, stillness } from './fixtures/durable-broker.ts';
import { ack, leaveBehind, publishAll, qos1, qos2, willOf } from './fixtures/left-behind.ts';
import { subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { createBroker } from './index.ts';

test('a Session comes back with its Subscriptions and their options', async () => {
  await using durable = createDurableBroker();
  const client = await durable.connect();
  await subscribe(client, [to('own/#', { noLocal: true }), to('a', { qos: 1, retainAsPublished: true })], 5);
  await subscribe(client, ['gone', '$share/group/b']);
  client.send({ type: 'unsubscribe', packetIdentifier: 3, topicFilters: ['gone'] });
  await client.expect('unsuback');
  durable.restart();
  expect(durable.broker.stats).toMatchObject({ sessions: 1, subscriptions: 3 });
  const back = await durable.connect();
  expect(back.connack).toMatchObject({ sessionPresent: true });
  back.send(publish('own/1', 'mine'));
  back.send(publish('gone', 'unsubscribed'));
  back.send(publish('b', 'shared'));
  back.send(publish('a', 'kept', { qos: 2, retain: true, packetIdentifier: 1 }));
  expect(await back.fence()).toMatchObject([
    { topicName: 'b' },
    { type: 'publish', topicName: 'a', qos: 1, retain: true, properties: { subscriptionIdentifier: [5] } },
    { type: 'pubrec' },
  ]);
});

test('the time since the connection ended counts, and the Session ends in time', async () => {
  await using durable = createDurableBroker();
  await durable.connect({ clientIdentifier: 'connected', ...keptFor(60) });
  await (await durable.connect({ clientIdentifier: 'away', ...keptFor(60) })).drop();
  await durable.connect({ clientIdentifier: 'for ever', protocolVersion: '3.1.1' });
  await durable.settled(2);
  await stillness();
  durable.clock.advance(40_000);
  durable.restart();
  durable.clock.advance(19_999);
  expect(durable.broker.stats.sessions).toBe(3);
  durable.clock.advance(1);
  expect(durable.broker.stats.sessions).toBe(2);
  await stillness();
  durable.clock.advance(39_999);
  durable.restart();
  expect(durable.broker.stats.sessions).toBe(2);
  durable.clock.advance(1);
  durable.restart();
  expect(durable.broker.stats.sessions).toBe(1);
  await stillness();
  expect(durable.disk.records.size).toBe(1);
});

test('the time before a client came back does not count', async () => {
  await using durable = createDurableBroker();
  await (await durable.connect(keptFor(60))).drop();
  await durable.settled(0);
  durable.clock.advance(50_000);
  await durable.connect(keptFor(60));
  await stillness();
  durable.clock.advance(50_000);
  durable.restart();
  expect(durable.broker.stats.sessions).toBe(1);
  // It was connected when the broker was killed.
  durable.clock.advance(59_999);
  expect(durable.broker.stats.sessions).toBe(1);
});

test('a Session does not last longer because the clock was set back', async () => {
  await using durable = createDurableBroker();
  await (await durable.connect(keptFor(60))).drop();
  await durable.settled(0);
  await stillness();
  durable.disk.crash('lost');
  const clock = createFakeClock(0);
  await using broker = createBroker({ clock, persistence: durable.disk.open(clock) });
  clock.advance(59_999);
  expect(broker.stats.sessions).toBe(1);
  clock.advance(1);
  expect(broker.stats.sessions).toBe(0);
});

test('a Session that ends leaves nothing on disk, whatever was in it', async () => {
  await using durable = createDurableBroker();
  const client = await durable.connect({
    will: willOf(30),
    properties: { sessionExpiryIntervalSeconds: 60, receiveMaximum: 2 },
  });
  await subscribe(client, ['a', '$share/group/b']);
  await publishAll(durable, qos2('1'), qos1('2', 2), qos1('3', 3));
  await client.expect('publish');
  client.send(ack('pubrec', 1));
  client.send(qos2('open', 9));
  await stillness();
  for (let restarts = 0; restarts < 2; restarts += 1) {
    expect(durable.disk.records.size).toBeGreaterThan(8);
    durable.restart();
  }
  const next = await durable.connect({ cleanStart: true, properties: {} });
  expect(next.connack).toMatchObject({ sessionPresent: false });
  expect(durable.disk.records.size).toBe(0);
  // But for the Will, which nobody takes.
  expect(await next.fence()).toEqual([]);
});

test('DISCONNECT may change the expiry, and 0 ends the Session on disk too', async () => {
  await using durable = createDurableBroker();
  const goodbye = (sessionExpiryIntervalSeconds: number): Packet => ({
    type: 'disconnect',
    reasonCode: 0,
    properties: { sessionExpiryIntervalSeconds },
  });
  (await durable.connect({ clientIdentifier: 'longer' })).send(goodbye(7200));
  (await durable.connect({ clientIdentifier: 'none' })).send(goodbye(0));
  await durable.settled(0);
  await stillness();
  durable.clock.advance(7_199_000);
  durable.restart();
  const { connack } = await durable.connect({ clientIdentifier: 'longer', properties: {} });
  expect(connack).toMatchObject({ sessionPresent: true });
  expect(durable.broker.stats.sessions).toBe(1);
  // The last CONNECT lowered it to 0.
  durable.restart();
  expect(durable.broker.stats.sessions).toBe(0);
  await stillness();
  expect(durable.disk.records.size).toBe(0);
});

test('a takeover and a Clean Start are as they were', async () => {
  await using durable = createDurableBroker();
  const first = await durable.connect();
  await subscribe(first, ['a']);
  await publishAll(durable, qos1('1'));
  await first.expect('publish');
  const second = await durable.connect();
  expect(payloads(await second.fence())).toEqual(['1']);
  durable.restart();
  expect(payloads(await (await durable.connect()).fence())).toEqual(['1']);
  await durable.connect({ cleanStart: true });
  durable.restart();
  expect(durable.broker.stats).toMatchObject({ sessions: 1, subscriptions: 0 });
  expect(await (await durable.connect()).fence()).toEqual([]);
});

test('rights that were withdrawn meanwhile take Subscriptions and Sessions from disk', async () => {
  let standing: 'valid' | 'gone' = 'valid';
  let isAllowed = true;
  const deny = { reasonCode: 0x87, detail: 'no' };
  await using durable = createDurableBroker({
    hooks: { standingOf: () => standing, authorizeSubscribe: () => (isAllowed ? 'allow' : deny) },
  });
  await leaveBehind(durable, 'client', 'a');
  await stillness();
  isAllowed = false;
  durable.restart();
  durable.broker.recheckRights();
  await stillness();
  durable.restart();
  expect(durable.broker.stats).toMatchObject({ sessions: 1, subscriptions: 0 });
  standing = 'gone';
  durable.broker.recheckRights();
  await stillness();
  expect(durable.disk.records.size).toBe(0);
});
