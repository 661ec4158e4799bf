import { expect, test } from 'vitest';
import { createDurableBroker, stillness } from './fixtures/durable-broker.ts';
import { ack, leaveBehind, passing, publishAll, qos1 } from './fixtures/left-behind.ts';
import { subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';

test('retained messages come back as the last ones were; $SYS is made anew', async () => {
  await using durable = createDurableBroker({ sysTopics: { intervalSeconds: 10, version: '1' } });
  const keep = (topicName: string, payload: string, packetIdentifier: number, seconds?: number) =>
    publish(topicName, payload, {
      qos: 1,
      retain: true,
      packetIdentifier,
      properties: seconds === undefined ? {} : { messageExpiryIntervalSeconds: seconds },
    });
  await publishAll(
    durable,
    keep('replaced', 'old', 1),
    keep('replaced', 'new', 2),
    keep('removed', 'x', 3),
    keep('removed', '', 4),
    keep('expired', 'x', 5, 10),
    keep('expires', 'x', 6, 20),
  );
  durable.clock.advance(15_000);
  durable.restart();
  const client = await passing(durable);
  await subscribe(client, [to('+', { qos: 1 })]);
  const received = await client.fence();
  expect(received).toMatchObject([
    { topicName: 'replaced', retain: true },
    { topicName: 'expires', properties: { messageExpiryIntervalSeconds: 5 } },
  ]);
  expect(payloads(received)).toEqual(['new', 'x']);
  await stillness();
  expect(durable.disk.records.size).toBe(4);
});

test('a message that is retained and delivered is stored once, and lives as long as one of them needs it', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'one', 'a');
  await leaveBehind(durable, 'two', 'a');
  await stillness();
  const before = durable.disk.records.size;
  await publishAll(durable, { ...qos1('x'), retain: true });
  // The message, two deliveries, and the retained one.
  expect(durable.disk.records.size).toBe(before + 4);
  for (const clientIdentifier of ['one', 'two']) {
    durable.restart();
    const client = await durable.connect({ clientIdentifier });
    const { packetIdentifier = 0 } = await client.expect('publish');
    client.send(ack('puback', packetIdentifier));
    await client.drop();
    await stillness();
  }
  expect(durable.disk.records.size).toBe(before + 2);
  durable.restart();
  const client = await passing(durable);
  await subscribe(client, ['a']);
  expect(payloads(await client.fence())).toEqual(['x']);
  await publishAll(durable, { ...qos1(''), retain: true });
  durable.restart();
  await stillness();
  // But for the empty message on its way to both.
  expect(durable.disk.records.size).toBe(before + 3);
});
