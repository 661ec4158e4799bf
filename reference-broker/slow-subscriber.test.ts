import { describe, expect, test } from 'vitest';
import { answerTo, sleeper } from './fixtures/queued-messages.ts';
import { createTestBroker, subscribe } from './fixtures/test-broker.ts';
import { payloads, publish } from './fixtures/test-client.ts';
import { Reason } from './index.ts';

describe('a subscriber that reads too slowly', () => {
  test('holds up no publisher and no other subscriber, and loses QoS 0 before QoS 1 and 2', async () => {
    await using host = createTestBroker({
      limits: { queuedMessagesPerSession: 10, outboundBufferBytes: 1_000 },
    });
    const slow = await sleeper(host, 'slow');
    const reading = await host.connect({ clientIdentifier: 'reading' });
    await subscribe(reading, ['a']);
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    publisher.send(publish('a', 'x'.repeat(2_000)));
    // Until the one who reads has it: for him too it would be too much in one turn.
    await publisher.fence();
    for (let sent = 1; sent <= 20; sent += 1) publisher.send(publish('a', `light ${sent}`));
    expect(await publisher.fence()).toEqual([]);
    // The newest of QoS 0 find no room.
    expect(host.broker.stats.messagesDropped).toMatchObject({
      'slow-subscriber': 10,
      'session-queue-full': 0,
    });
    expect(host.broker.gauges().queuedMessages).toBe(10);

    for (const qos of [1, 2] as const) {
      for (let sent = 1; sent <= 4; sent += 1) {
        const message = publish('a', `heavy ${qos}.${sent}`, { qos, packetIdentifier: qos * 10 + sent });
        expect(await answerTo(publisher, message)).toBe(Reason.success);
      }
    }
    // Those that must arrive push out the oldest that need not.
    expect(host.broker.stats.messagesDropped).toMatchObject({
      'slow-subscriber': 18,
      'session-queue-full': 0,
    });
    for (let sent = 9; sent <= 11; sent += 1) {
      const message = publish('a', `heavy ${sent}`, { qos: 1, packetIdentifier: sent });
      expect(await answerTo(publisher, message)).toBe(Reason.success);
    }
    // Nothing of QoS 0 is left, so the last one found no room; but somebody else got it.
    expect(host.broker.stats.messagesDropped).toMatchObject({
      'slow-subscriber': 20,
      'session-queue-full': 1,
    });

    expect(await reading.fence()).toHaveLength(1 + 20 + 8 + 3);
    slow.resume();
    const received: string[] = [];
    for (let count = 0; count < 11; count += 1) received.push(...payloads([await slow.next()]));
    const heavy = [1, 2].flatMap((qos) => [1, 2, 3, 4].map((sent) => `heavy ${qos}.${sent}`));
    expect(received).toEqual(['x'.repeat(2_000), ...heavy, 'heavy 9', 'heavy 10']);
    expect(await slow.fence()).toEqual([]);
  });

  test('gets QoS 0 again once it has read, in their order', async () => {
    await using host = createTestBroker({
      limits: { queuedMessagesPerSession: 3, outboundBufferBytes: 1_000 },
    });
    const slow = await sleeper(host, 'slow', { qos: 0 });
    const publisher = await host.connect({ clientIdentifier: 'publisher' });
    publisher.send(publish('a', 'x'.repeat(2_000)));
    for (const payload of ['1', '2', '3', 'lost']) publisher.send(publish('a', payload));
    await publisher.fence();
    slow.resume();
    const received: string[] = [];
    for (let count = 0; count < 4; count += 1) received.push(...payloads([await slow.next()]));
    expect(received.slice(1)).toEqual(['1', '2', '3']);
    publisher.send(publish('a', '4'));
    await publisher.fence();
    expect(payloads(await slow.fence())).toEqual(['4']);
    expect(host.broker.stats.messagesDropped['slow-subscriber']).toBe(1);
  });
});
