import { describe, expect, test } from 'vitest';
import type { Publish } from '../src/packet/publish.ts';
import { absentees, answerTo, empty, lasting, queued, sleeper, sure } from './fixtures/queued-messages.ts';
import { createTestBroker, subscribe, type TestBroker } from './fixtures/test-broker.ts';
import { payloads, publish, type TestClient, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

describe('what waits leaves the total', () => {
  const most = 6;
  const limits = { queuedMessagesTotal: most, outboundBufferBytes: 1_000 };

  const nothing = { ...empty, room: most };

  /** What the Sessions say, and how many messages find room now: the total is seen by that alone. */
  async function waiting(host: TestBroker): Promise<typeof nothing> {
    const held = queued(host);
    const listener = await host.connect({ clientIdentifier: 'room', properties: lasting });
    await subscribe(listener, ['room']);
    await listener.drop();
    const filler = await host.connect({ clientIdentifier: 'filler' });
    const message = publish('room', 'x', { qos: 1, packetIdentifier: 1 });
    let room = 0;
    while ((await answerTo(filler, message)) === Reason.success) room += 1;
    return { ...held, room };
  }

  /** Two Sessions with three messages each. */
  async function withAbsentees(
    host: TestBroker,
    properties: Publish['properties'] = {},
  ): Promise<TestClient> {
    await absentees(host, ['one', 'two']);
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    for (const payload of ['1', '2', '3']) await answerTo(publisher, { ...sure(payload), properties });
    expect(queued(host).queuedMessages).toBe(most);
    return publisher;
  }

  test('when Sessions expire', async () => {
    await using host = createTestBroker({ limits });
    await withAbsentees(host);
    host.clock.advance(lasting.sessionExpiryIntervalSeconds * 1_000);
    expect(await waiting(host)).toEqual(nothing);
  });

  test('when a Clean Start ends them', async () => {
    await using host = createTestBroker({ limits });
    await withAbsentees(host);
    for (const clientIdentifier of ['one', 'two']) await host.connect({ clientIdentifier });
    expect(await waiting(host)).toEqual(nothing);
  });

  test('when the clients come and take it', async () => {
    await using host = createTestBroker({ limits });
    await withAbsentees(host);
    for (const clientIdentifier of ['one', 'two']) {
      const back = await host.connect({ clientIdentifier, cleanStart: false, properties: lasting });
      expect(payloads(await back.fence())).toEqual(['1', '2', '3']);
    }
    expect(await waiting(host)).toEqual(nothing);
  });

  test('when the messages expire, as soon as somebody looks', async () => {
    await using host = createTestBroker({ limits });
    const publisher = await withAbsentees(host, { messageExpiryIntervalSeconds: 5 });
    expect(await answerTo(publisher, sure('too early'))).toBe(Reason.quotaExceeded);
    host.clock.advance(5_000);
    expect(await answerTo(publisher, sure('new'))).toBe(Reason.success);
    for (const clientIdentifier of ['one', 'two']) {
      const back = await host.connect({ clientIdentifier, cleanStart: false, properties: lasting });
      expect(payloads(await back.fence())).toEqual(['new']);
    }
    expect(await waiting(host)).toEqual(nothing);
  });

  describe('of a slow client', () => {
    /** It reads nothing, so that all but the first of QoS 0 and of QoS 1 wait. */
    async function withSleeper(host: TestBroker): Promise<TestClient> {
      const slow = await sleeper(host, 'slow', { qos: 1 });
      const publisher = await host.connect({ clientIdentifier: 'publisher' });
      publisher.send(publish('a', 'x'.repeat(2_000)));
      for (const payload of ['1', '2']) publisher.send(publish('a', payload));
      for (const payload of ['3', '4']) publisher.send(sure(payload));
      await publisher.fence();
      expect(queued(host).queuedMessages).toBe(4);
      return slow;
    }

    test('when its connection ends', async () => {
      await using host = createTestBroker({ limits });
      const slow = await withSleeper(host);
      await slow.drop();
      await host.settled(1);
      expect(await waiting(host)).toEqual(nothing);
    });

    test('when it is taken over with a Clean Start', async () => {
      await using host = createTestBroker({ limits });
      await withSleeper(host);
      await host.connect({ clientIdentifier: 'slow' });
      expect(await waiting(host)).toEqual(nothing);
    });

    test('when it reads again', async () => {
      await using host = createTestBroker({ limits });
      const slow = await withSleeper(host);
      slow.resume();
      for (let received = 0; received < 5; received += 1) await slow.expect('publish');
      expect(await waiting(host)).toEqual(nothing);
    });
  });

  test('of a Session that is resumed by another connection only what was of QoS 0', async () => {
    await using host = createTestBroker({ limits });
    const slow = await host.connect({ clientIdentifier: 'slow', properties: lasting });
    await subscribe(slow, [to('a', { qos: 1 })]);
    slow.pause();
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    publisher.send(publish('a', 'x'.repeat(2_000)));
    for (const payload of ['1', '2']) publisher.send(publish('a', payload));
    for (const payload of ['3', '4']) publisher.send(sure(payload));
    await publisher.fence();
    const taken = await host.connect({ clientIdentifier: 'slow', cleanStart: false, properties: lasting });
    expect(payloads(await taken.fence())).toEqual(['3', '4']);
    expect(await waiting(host)).toEqual(nothing);
  });
});
