import { describe, expect, test } from 'vitest';
import { absentees, answerTo, empty, lasting, queued, sure } from './fixtures/queued-messages.ts';
import { createTestBroker, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish, to } from './fixtures/test-client.ts';
import { Reason } from './index.ts';
import type { Limits } from './limits.ts';

describe('the bounds of all queues together', () => {
  /** Each has room for four messages, and no Session alone comes to its own bound. */
  const bounds: readonly Partial<Limits>[] = [
    { queuedMessagesTotal: 4 },
    // A message costs its payload, its topic and 200 bytes.
    { queuedBytesTotal: 4 * (1_000 + 1 + 200) },
  ];

  test.each(bounds)('%o hold over several Sessions', async (limits) => {
    await using host = createTestBroker({ limits });
    await absentees(host, ['one', 'two', 'three']);
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    const { messagesDropped } = host.broker.stats;
    const text = (letter: string): string => letter.repeat(1_000);
    expect(await answerTo(publisher, sure(text('a')))).toBe(Reason.success);
    expect(messagesDropped['all-queues-full']).toBe(0);
    // One of the three gets it.
    expect(await answerTo(publisher, sure(text('b')))).toBe(Reason.success);
    expect(queued(host)).toEqual({ queuedMessages: 4, queuedBytes: 4 * 1_201 });
    expect(host.broker.stats.messagesDropped['all-queues-full']).toBe(2);
    expect(await answerTo(publisher, sure(text('c')))).toBe(Reason.quotaExceeded);
    expect(host.broker.stats.messagesDropped).toMatchObject({
      'all-queues-full': 5,
      'session-queue-full': 0,
      'slow-subscriber': 0,
    });
    const got: string[] = [];
    for (const clientIdentifier of ['one', 'two', 'three']) {
      const back = await host.connect({ clientIdentifier, cleanStart: false, properties: lasting });
      got.push(
        payloads(await back.fence())
          .map(([letter]) => letter)
          .join(''),
      );
    }
    expect(got.toSorted()).toEqual(['a', 'a', 'ab']);
    expect(queued(host)).toEqual(empty);
    expect(await answerTo(publisher, sure(text('d')))).toBe(Reason.success);
  });

  test('a PUBREC with 0x97 ends the exchange: its identifier is free, and its PUBREL unknown', async () => {
    await using host = createTestBroker({
      limits: { queuedMessagesTotal: 1 },
      capabilities: { receiveMaximum: 1 },
    });
    await absentees(host, ['absent']);
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    await answerTo(publisher, sure('fills the queue'));
    const message = publish('a', 'x', { qos: 2, packetIdentifier: 5 });
    expect(await answerTo(publisher, message)).toBe(Reason.quotaExceeded);
    // As new, and not as a repetition; and Receive Maximum does not count the one that ended.
    expect(await answerTo(publisher, { ...message, dup: true })).toBe(Reason.quotaExceeded);
    expect(await answerTo(publisher, { ...message, packetIdentifier: 6 })).toBe(Reason.quotaExceeded);
    publisher.send({ type: 'pubrel', packetIdentifier: 5, reasonCode: 0 });
    expect(await publisher.fence()).toMatchObject([
      { type: 'pubcomp', packetIdentifier: 5, reasonCode: Reason.packetIdentifierNotFound },
    ]);
    const back = await host.connect({ clientIdentifier: 'absent', cleanStart: false, properties: lasting });
    expect(payloads(await back.fence())).toEqual(['fills the queue']);
    expect(await answerTo(publisher, message)).toBe(Reason.success);
    expect(payloads(await back.fence())).toEqual(['x']);
  });

  test('somebody who reads gets each message, and the publisher hears of success', async () => {
    await using host = createTestBroker({ limits: { queuedMessagesTotal: 1 } });
    await absentees(host, ['absent']);
    const reading = await host.connect({ clientIdentifier: 'reading' });
    await subscribe(reading, [to('a', { qos: 0 })]);
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    for (const payload of ['1', '2', '3'])
      expect(await answerTo(publisher, sure(payload))).toBe(Reason.success);
    expect(payloads(await reading.fence())).toEqual(['1', '2', '3']);
    expect(host.broker.stats.messagesDropped['all-queues-full']).toBe(2);
  });
});
