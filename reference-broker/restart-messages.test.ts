import { expect, test } from 'vitest';
import { createDurableBroker, stillness } from './fixtures/durable-broker.ts';
import { ack, leaveBehind, passing, publishAll, qos1, qos2 } from './fixtures/left-behind.ts';
import { subscribe } from './fixtures/test-broker.ts';
import { payloads, to } from './fixtures/test-client.ts';

test('messages come back in their order, with all that belongs to them', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'client', 'a');
  const properties = {
    payloadFormatIndicator: 1,
    contentType: 'text/plain',
    responseTopic: 'r',
    correlationData: Buffer.from([1, 2]),
    userProperty: [
      ['b', '1'],
      ['a', '2'],
    ],
    messageExpiryIntervalSeconds: 100,
  } as const;
  await publishAll(durable, { ...qos1('1'), properties }, qos2('2', 2), qos1('3', 3));
  durable.clock.advance(30_000);
  durable.restart();
  const received = await (await durable.connect()).fence();
  expect(payloads(received)).toEqual(['1', '2', '3']);
  expect(received).toMatchObject([
    { qos: 1, dup: false, properties: { ...properties, messageExpiryIntervalSeconds: 70 } },
    { qos: 2, dup: false },
    { qos: 1, dup: false },
  ]);
});

test('what was sent and not acknowledged is sent again under its identifier, then what waited', async () => {
  await using durable = createDurableBroker();
  const client = await durable.connect({
    properties: { sessionExpiryIntervalSeconds: 3600, receiveMaximum: 2 },
  });
  await subscribe(client, ['a']);
  await publishAll(durable, qos1('1'), qos2('2', 2), qos1('3', 3));
  expect(payloads(await client.fence())).toEqual(['1', '2']);
  durable.restart();
  const back = await durable.connect();
  expect(await back.fence()).toMatchObject([
    { packetIdentifier: 1, dup: true, qos: 1 },
    { packetIdentifier: 2, dup: true, qos: 2 },
    { packetIdentifier: 3, dup: false, qos: 1 },
  ]);
  for (const packet of [ack('puback', 1), ack('pubrec', 2), ack('puback', 3)]) back.send(packet);
  expect(await back.expect('pubrel')).toMatchObject({ packetIdentifier: 2 });
  durable.restart();
  const again = await durable.connect();
  expect(await again.fence()).toMatchObject([{ type: 'pubrel', packetIdentifier: 2 }]);
  await publishAll(durable, qos1('4', 4));
  const next = await again.expect('publish');
  // Neither one that is in use, nor one that was used a moment ago.
  expect(next.packetIdentifier).toBe(3);
  again.send(ack('pubcomp', 2));
  again.send(ack('puback', next.packetIdentifier ?? 0));
  await stillness();
  durable.restart();
  expect(await (await durable.connect()).fence()).toEqual([]);
  // The Sessions of the subscriber and its one Subscription.
  expect(durable.disk.records.size).toBe(2);
});

test('a QoS 2 message that was received is not taken twice', async () => {
  await using durable = createDurableBroker();
  const watcher = await durable.connect({ clientIdentifier: 'watcher' });
  await subscribe(watcher, [to('a', { qos: 1 })]);
  const sender = await durable.connect();
  sender.send(qos2('once', 9));
  await sender.expect('pubrec');
  durable.restart();
  const back = await durable.connect();
  back.send({ ...qos2('once', 9), dup: true });
  expect(await back.expect('pubrec')).toMatchObject({ reasonCode: 0 });
  back.send(ack('pubrel', 9));
  await back.expect('pubcomp');
  durable.restart();
  const again = await durable.connect();
  again.send(ack('pubrel', 9));
  expect(await again.expect('pubcomp')).toMatchObject({ reasonCode: 0x92 });
  again.send(qos2('another', 9));
  await again.expect('pubrec');
  const found = await durable.connect({ clientIdentifier: 'watcher' });
  expect(payloads(await found.fence())).toEqual(['once', 'another']);
});

test.each(['lost', 'written'] as const)(
  'a commit under way at the kill is %s: a QoS 2 message arrives once in either case',
  async (underWay) => {
    await using durable = createDurableBroker();
    await leaveBehind(durable, 'watcher', 'a');
    const sender = await durable.connect();
    durable.disk.mode = 'holding';
    sender.send(qos2('once', 9));
    await stillness();
    durable.restart(underWay);
    durable.disk.mode = 'working';
    const back = await durable.connect();
    back.send({ ...qos2('once', 9), dup: true });
    expect(await back.expect('pubrec')).toMatchObject({ reasonCode: 0 });
    const watcher = await durable.connect({ clientIdentifier: 'watcher' });
    expect(payloads(await watcher.fence())).toEqual(['once']);
  },
);

test('what came back counts against the bounds of the queues', async () => {
  await using durable = createDurableBroker({ limits: { queuedMessagesTotal: 2 } });
  await leaveBehind(durable, 'client', 'a');
  await publishAll(durable, qos1('1'), qos1('2', 2));
  durable.restart();
  const sender = await passing(durable);
  sender.send(qos1('3'));
  expect(await sender.expect('puback')).toMatchObject({ reasonCode: 0x97 });
});

test('messages that expired or do not fit their client leave nothing on disk', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'client', 'a');
  await stillness();
  const before = durable.disk.records.size;
  const expiring = { properties: { messageExpiryIntervalSeconds: 10 } };
  await publishAll(durable, { ...qos1('x'), ...expiring }, qos1('y'.repeat(100), 2));
  durable.clock.advance(10_000);
  durable.restart();
  const client = await durable.connect({
    properties: { sessionExpiryIntervalSeconds: 3600, maximumPacketSizeBytes: 50 },
  });
  expect(await client.fence()).toEqual([]);
  await stillness();
  expect(durable.disk.records.size).toBe(before);
});

test('messages that expire in the queue leave nothing on disk, whoever finds out', async () => {
  await using durable = createDurableBroker({ limits: { queuedMessagesPerSession: 1 } });
  await leaveBehind(durable, 'client', 'a');
  await stillness();
  const before = durable.disk.records.size;
  const expiring = { properties: { messageExpiryIntervalSeconds: 10 } };
  await publishAll(durable, { ...qos1('1'), ...expiring });
  durable.clock.advance(10_000);
  // This one needs its place.
  await publishAll(durable, { ...qos1('2'), ...expiring });
  expect(durable.disk.records.size).toBe(before + 2);
  durable.clock.advance(10_000);
  expect(await (await durable.connect()).fence()).toEqual([]);
  await stillness();
  expect(durable.disk.records.size).toBe(before);
});
