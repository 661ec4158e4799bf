import { describe, expect, test } from 'vitest';
import { createDecoder } from '../src/packet/decoder.ts';
import { encode } from '../src/packet/encode.ts';
import type { Publish } from '../src/packet/publish.ts';
import { createFakeClock } from '../src/transport/clock.ts';
import { memoryPair } from '../src/transport/memory.ts';
import { publishMessage } from './core.ts';
import { createTestBroker, subscribe } from './fixtures/test-broker.ts';
import { openTestClient, payloads, publish, to } from './fixtures/test-client.ts';
import { defaultLimits } from './limits.ts';
import { type ApplicationMessage, type Delivery, keep, messageOfPublish, offerFrame } from './message.ts';
import { createQueueTotals } from './message-queue.ts';
import { createCounters } from './metrics.ts';
import { Outbound } from './outbound.ts';
import { createOutbox } from './outbox.ts';
import { PacketWriter } from './packet-writer.ts';
import { sampleSubscription } from './persistence/fixtures/sample-entries.ts';
import { sharedFrame } from './publish-encoding.ts';
import { createRetainedStore } from './retained.ts';
import { createRouter } from './router.ts';
import { createSubscriptionTree, type Subscriber } from './subscription-tree.ts';

const nobody = { publisher: 'publisher', nowMillis: 0 };

/** A chunk as the network brings it: a PUBLISH, and behind it what else came until the chunk was full. */
function chunkWith(packet: Publish, chunkBytes: number): Buffer {
  const first = encode(packet, '5.0');
  const filler = publish('filler', '');
  const room = chunkBytes - first.length - encode(filler, '5.0').length;
  // Of the lengths that the Fixed Header can have around here, one fits.
  for (let more = room; more > room - 4; more -= 1) {
    const rest = encode({ ...filler, payload: Buffer.alloc(more, '-') }, '5.0');
    if (first.length + rest.length !== chunkBytes) continue;
    const chunk = Buffer.from(new ArrayBuffer(chunkBytes));
    chunk.set(first);
    chunk.set(rest, first.length);
    return chunk;
  }
  throw new Error('no filler has that length');
}

/** The message of the first PUBLISH in a chunk, as the broker makes it. */
function messageIn(chunk: Uint8Array): ApplicationMessage {
  const decoder = createDecoder({ receiver: 'server', version: '5.0' });
  decoder.push(chunk);
  const decoded = decoder.next();
  if (decoded?.kind !== 'packet' || decoded.packet.type !== 'publish')
    throw new Error('a PUBLISH comes first');
  const message = messageOfPublish(decoded.packet, decoded.packet.topicName, nobody);
  offerFrame(message, decoded.packet, decoded.bytes, '5.0');
  return message;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('a message that is kept', () => {
  // A chunk may be as long as the pool from which Node takes small Buffers.
  test.each([1_000, Buffer.poolSize, 16_384, 65_536])('holds no chunk of %i bytes', (chunkBytes) => {
    const properties = { correlationData: Buffer.from('correlation') };
    const chunk = chunkWith(publish('a', 'small', { properties }), chunkBytes);
    const message = messageIn(chunk);
    expect(message.payload.buffer).toBe(chunk.buffer);
    expect(message.frames.v50?.buffer).toBe(chunk.buffer);
    expect(keep(message)).toBe(message);
    expect(text(message.payload)).toBe('small');
    expect(message.payload.buffer).not.toBe(chunk.buffer);
    expect(message.payload.buffer.byteLength).toBeLessThanOrEqual(Buffer.poolSize);
    expect(message.properties.correlationData?.buffer).not.toBe(chunk.buffer);
    expect(message.frames).toEqual({ v311: undefined, v50: undefined });
    chunk.fill(0);
    expect(text(message.payload)).toBe('small');
    expect(text(message.properties.correlationData ?? chunk)).toBe('correlation');
  });

  test('is copied once, however many keep it', () => {
    const message = keep(messageIn(chunkWith(publish('a', 'small'), 65_536)));
    const { payload } = message;
    keep(message);
    expect(message.payload).toBe(payload);
  });

  test('stays where it is when it is most of its chunk', () => {
    const chunk = chunkWith(publish('a', 'x'.repeat(30_000)), 65_536);
    const message = messageIn(chunk);
    keep(message);
    expect(message.payload.buffer).toBe(chunk.buffer);
  });

  test('as the retained one of its topic holds neither its chunk nor what was encoded for those who did not wait', () => {
    const clockless = (): number => 0;
    const retained = createRetainedStore(defaultLimits, clockless);
    const subscriptions = createSubscriptionTree();
    const frames: (Uint8Array | undefined)[] = [];
    const reading: Subscriber = {
      clientIdentifier: 'reading',
      isConnected: true,
      deliver(delivery: Delivery) {
        frames.push(sharedFrame(delivery, '5.0'), sharedFrame(delivery, '3.1.1'));
        return 'taken';
      },
    };
    subscriptions.add(reading, sampleSubscription({ topicFilter: 'a', matchedFilter: 'a' }));
    const chunk = chunkWith(publish('a', 'small', { retain: true }), 1_000);
    const message = messageIn(chunk);
    publishMessage({ retained, router: createRouter(subscriptions) }, message);
    for (const frame of frames) expect(frame).toBeInstanceOf(Uint8Array);
    const [stored] = retained.matching('a', { left: 100 }) ?? [];
    expect(stored?.frames).toEqual({ v311: undefined, v50: undefined });
    expect(text(stored?.payload ?? chunk)).toBe('small');
    expect(stored?.payload.buffer).not.toBe(chunk.buffer);
  });
});

test('a message that one slow reader took holds nothing for those who still wait', () => {
  let isCongested = true;
  const frames: (Uint8Array | undefined)[] = [];
  const outbound = new Outbound({
    limits: defaultLimits,
    totals: createQueueTotals(),
    nowMillis: () => 0,
    onDropped: () => undefined,
  });
  outbound.attach({
    receiveMaximum: 1,
    isCongested: () => isCongested,
    sendQoS0: (delivery) => void frames.push(sharedFrame(delivery, '5.0')),
    sendPublish: () => 'sent',
    sendPubrel: () => undefined,
  });
  const message = messageIn(chunkWith(publish('a', 'small'), 1_000));
  outbound.deliver({
    message,
    qos: 0,
    retain: false,
    subscriptions: [sampleSubscription()],
    sharedTopicFilter: undefined,
    stored: undefined,
  });
  expect(frames).toEqual([]);
  isCongested = false;
  outbound.pump();
  expect(frames).toHaveLength(1);
  expect(message.frames).toEqual({ v311: undefined, v50: undefined });
});

describe('what waits in a stream', () => {
  /** A writer to a client that reads nothing, and the pieces that its stream was given. */
  function writerToSlowReader() {
    const written: Uint8Array[] = [];
    const [stream] = memoryPair();
    const slow = Object.create(stream, {
      bufferedBytes: { get: () => written.reduce((sum, { length }) => sum + length, 0) },
      writeNow: { value: (pieces: readonly Uint8Array[]) => void written.push(...pieces) },
    }) as typeof stream;
    const outbox = createOutbox(createFakeClock());
    const core = { outbox, counters: createCounters(), durability: undefined };
    const owner = { promises: () => false, promiseUnkept: () => undefined, released: () => undefined };
    return { writer: new PacketWriter(core, slow, owner), written };
  }

  test('holds no chunk of which it is a small part', () => {
    const { writer, written } = writerToSlowReader();
    for (let message = 0; message < 10; message += 1) {
      const chunk = chunkWith(publish('a', `small ${message}`), 65_536);
      const { frames } = messageIn(chunk);
      if (frames.v50 !== undefined) writer.sendFrame(frames.v50);
      writer.flush();
    }
    const decoder = createDecoder({ receiver: 'client', version: '5.0' });
    decoder.push(Buffer.concat(written));
    const held = new Set(written.map(({ buffer }) => buffer));
    const heldBytes = [...held].reduce((sum, { byteLength }) => sum + byteLength, 0);
    // The first one cannot know that it will wait.
    expect(heldBytes).toBeLessThan(65_536 + 3 * Buffer.poolSize);
    for (let message = 0; message < 10; message += 1) {
      const decoded = decoder.next();
      if (decoded?.kind !== 'packet' || decoded.packet.type !== 'publish') throw new Error('ten PUBLISH');
      expect(text(decoded.packet.payload)).toBe(`small ${message}`);
    }
  });

  test('is not copied when it is most of its memory', () => {
    const { writer, written } = writerToSlowReader();
    const chunk = chunkWith(publish('a', 'x'.repeat(60_000)), 65_536);
    const { frames } = messageIn(chunk);
    for (let time = 0; time < 2; time += 1) {
      if (frames.v50 !== undefined) writer.sendFrame(frames.v50);
      writer.flush();
    }
    expect(written.map(({ buffer }) => buffer)).toEqual([chunk.buffer, chunk.buffer]);
  });
});

test('what is sent later does not change when the chunk of its publisher is used anew', async () => {
  await using host = createTestBroker({ limits: { outboundBufferBytes: 1_000 } });
  const lasting = { sessionExpiryIntervalSeconds: 100 };
  const absent = await host.connect({ clientIdentifier: 'absent', properties: lasting });
  await subscribe(absent, ['a']);
  await absent.drop();
  const owing = await host.connect({ clientIdentifier: 'owing', properties: lasting });
  await subscribe(owing, ['a']);
  const slow = await host.connect({ clientIdentifier: 'slow' });
  await subscribe(slow, [to('a', { qos: 0 }), to('filler', { qos: 0 })]);
  slow.pause();

  const [near, far] = memoryPair();
  const chunks: Uint8Array[] = [];
  const seen = Object.create(far, {
    onData: {
      value: (listener: (chunk: Uint8Array) => void) =>
        far.onData((chunk) => {
          chunks.push(chunk);
          listener(chunk);
        }),
    },
  }) as typeof far;
  host.broker.accept(seen);
  const publisher = await openTestClient(near, {
    type: 'connect',
    protocolVersion: '5.0',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'publisher',
  });
  const kinds = [
    { qos: 1, packetIdentifier: 1 },
    { qos: 2, packetIdentifier: 2, retain: true },
    { qos: 0 },
    { qos: 0, retain: true },
  ] as const;
  for (const [index, kind] of kinds.entries())
    publisher.sendBytes(chunkWith(publish('a', `message ${index}`, kind), 8_192));
  await publisher.fence();
  for (const chunk of chunks) chunk.fill(0x2d);

  slow.resume();
  for (let expected = 0; expected < kinds.length; ) {
    const [payload = ''] = payloads([await slow.next()]);
    if (!payload.startsWith('message')) continue;
    expect(payload).toBe(`message ${expected}`);
    expected += 1;
  }
  const back = await host.connect({ clientIdentifier: 'absent', cleanStart: false, properties: lasting });
  expect(payloads(await back.fence())).toEqual(['message 0', 'message 1']);
  await owing.drop();
  const again = await host.connect({ clientIdentifier: 'owing', cleanStart: false, properties: lasting });
  expect(payloads(await again.fence())).toEqual(['message 0', 'message 1']);
  const late = await host.connect({ clientIdentifier: 'late' });
  await subscribe(late, ['a']);
  expect(payloads(await late.fence())).toEqual(['message 3']);
});
