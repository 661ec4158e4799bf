import { expect, test } from 'vitest';
import { createDurableBroker, keptFor, stillness } from './fixtures/durable-broker.ts';
import { leaveBehind, publishAll, qos1, willOf } from './fixtures/left-behind.ts';
import { subscribe } from './fixtures/test-broker.ts';
import { payloads, publish } from './fixtures/test-client.ts';

test('a Will is published by the next broker, for it was a failure of the Server', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'watcher', 'a');
  await durable.connect({ clientIdentifier: 'kept', will: willOf() });
  await durable.connect({ clientIdentifier: 'not kept', will: willOf(), properties: {} });
  const polite = await durable.connect({ clientIdentifier: 'polite', will: willOf() });
  polite.send({ type: 'disconnect', reasonCode: 0 });
  await polite.untilClosed();
  await stillness();
  durable.restart();
  const watcher = await durable.connect({ clientIdentifier: 'watcher' });
  expect(payloads(await watcher.fence())).toEqual(['will', 'will']);
  // Once.
  durable.restart();
  expect(await (await durable.connect({ clientIdentifier: 'watcher' })).fence()).toHaveLength(2);
});

test('a Will Delay goes on, whether the client was connected or away, and ends when the client is back', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'watcher', 'a');
  await durable.connect({ clientIdentifier: 'connected', will: willOf(30) });
  await (await durable.connect({ clientIdentifier: 'away', will: willOf(30) })).drop();
  await (await durable.connect({ clientIdentifier: 'back', will: willOf(30) })).drop();
  await durable.settled(1);
  await stillness();
  durable.clock.advance(20_000);
  durable.restart();
  await durable.connect({ clientIdentifier: 'back' });
  const watcher = await durable.connect({ clientIdentifier: 'watcher' });
  durable.clock.advance(9_999);
  expect(await watcher.fence()).toEqual([]);
  durable.clock.advance(1);
  expect(payloads(await watcher.fence())).toEqual(['will']);
  await stillness();
  durable.clock.advance(20_000);
  durable.restart();
  expect(payloads(await (await durable.connect({ clientIdentifier: 'watcher' })).fence())).toEqual([
    'will',
    'will',
  ]);
});

test('a Session that ended while the broker was away publishes its Will and gives its shared messages to others', async () => {
  await using durable = createDurableBroker();
  const first = await durable.connect({ clientIdentifier: 'first', ...keptFor(10), will: willOf(60) });
  await subscribe(first, ['$share/group/s']);
  await publishAll(
    durable,
    publish('s', 'started', { qos: 2, packetIdentifier: 1 }),
    publish('s', 'sent', { qos: 1, packetIdentifier: 2 }),
  );
  await first.drop();
  await durable.settled(0);
  await publishAll(durable, publish('s', 'queued', { qos: 2, packetIdentifier: 1 }));
  await leaveBehind(durable, 'watcher', 'a');
  await leaveBehind(durable, 'second', '$share/group/s');
  await stillness();
  durable.clock.advance(10_000);
  durable.restart();
  expect(payloads(await (await durable.connect({ clientIdentifier: 'watcher' })).fence())).toEqual(['will']);
  await stillness();
  durable.restart();
  const second = await durable.connect({ clientIdentifier: 'second' });
  expect(payloads(await second.fence())).toEqual(['sent', 'queued']);
});

test('an end in order: what clients were told is there, Wills are published by the next broker', async () => {
  await using durable = createDurableBroker();
  await leaveBehind(durable, 'watcher', 'a');
  const client = await durable.connect({ will: willOf() });
  client.send(qos1('last'));
  await client.expect('puback');
  await durable.restartInOrder();
  expect(durable.broker.stats.sessions).toBe(2);
  const watcher = await durable.connect({ clientIdentifier: 'watcher' });
  expect(payloads(await watcher.fence())).toEqual(['last', 'will']);
});
