import { describe, expect, test } from 'vitest';
import { createDecoder, type Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { createFrameBatch, encodeOpening, type MessageForm } from './frame-batch.ts';
import { readDelayMicros, readDueMicros, readSequence, readTopic } from './message-header.ts';

const form = (changes: Partial<MessageForm> = {}): MessageForm => ({
  version: '3.1.1',
  topicName: 'assay-abc/0/17',
  topic: 17,
  qos: 0,
  retain: false,
  payloadBytes: 64,
  ...changes,
});

/** What a strict server reads; a violation fails the test. */
function decode(bytes: Uint8Array, version: ProtocolVersion): readonly Packet[] {
  const decoder = createDecoder({ receiver: 'server', version });
  decoder.push(bytes.slice());
  const packets: Packet[] = [];
  for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
    if (decoded.kind === 'violation') throw new Error(decoded.violation.detail);
    packets.push(decoded.packet);
  }
  expect(decoder.pendingBytes).toBe(0);
  return packets;
}

function headerOf(packet: Packet | undefined) {
  if (packet?.type !== 'publish') throw new Error(`no message, but ${packet?.type}`);
  const { buffer, byteOffset, byteLength } = packet.payload;
  const view = new DataView(buffer, byteOffset, byteLength);
  return {
    topic: readTopic(view, 0),
    sequence: readSequence(view, 0),
    due: readDueMicros(view, 0),
    delay: readDelayMicros(view, 0),
  };
}

const message = (sequence: number) => ({
  sequence,
  dueMicros: 3_000_000_000_000 + sequence,
  delayMicros: 100 + sequence,
  packetIdentifier: 1000 + sequence,
});

const forms = (['3.1.1', '5.0'] as const).flatMap((version) =>
  ([0, 1, 2] as const).flatMap((qos) =>
    [16, 64, 120, 20_000].map((payloadBytes) => ({ version, qos, payloadBytes })),
  ),
);

test.each(forms)(
  '$version, QoS $qos, $payloadBytes B: what is filled in is what a server reads',
  (changes) => {
    const batch = createFrameBatch(form({ ...changes, retain: changes.qos === 1 }));
    batch.grow(3);
    for (let index = 0; index < 3; index += 1) batch.fill(index, message(index));
    const packets = decode(batch.bytes(3), changes.version);
    expect(packets).toHaveLength(3);
    for (const [index, packet] of packets.entries()) {
      expect(packet).toMatchObject({
        type: 'publish',
        topicName: 'assay-abc/0/17',
        qos: changes.qos,
        dup: false,
        retain: changes.qos === 1,
        ...(changes.qos === 0 ? {} : { packetIdentifier: 1000 + index }),
      });
      expect(packet.type === 'publish' && packet.payload.length).toBe(changes.payloadBytes);
      expect(headerOf(packet)).toEqual({
        topic: 17,
        sequence: index,
        due: 3_000_000_000_000 + index,
        delay: 100 + index,
      });
    }
  },
);

describe('with a Topic Alias', () => {
  const aliased = form({ version: '5.0', qos: 1, topicAlias: 3 });

  test('the first message says what it stands for', () => {
    const [packet] = decode(encodeOpening(aliased, 99), '5.0');
    expect(packet).toMatchObject({ topicName: 'assay-abc/0/17', qos: 0, properties: { topicAlias: 3 } });
    expect(headerOf(packet)).toMatchObject({ topic: 17, sequence: 99 });
  });

  test('the messages have it in place of the Topic Name', () => {
    const batch = createFrameBatch(aliased);
    batch.fill(0, message(7));
    const [packet] = decode(batch.bytes(1), '5.0');
    expect(packet).toMatchObject({ topicName: '', packetIdentifier: 1007, properties: { topicAlias: 3 } });
    expect(headerOf(packet)).toMatchObject({ topic: 17, sequence: 7 });
  });
});

test('an opening without an alias has no properties', () => {
  const [packet] = decode(encodeOpening(form(), 0xffff_fffe), '3.1.1');
  expect(packet).toMatchObject({ topicName: 'assay-abc/0/17', qos: 0, retain: false });
  expect(headerOf(packet)).toEqual({ topic: 17, sequence: 0xffff_fffe, due: 0, delay: 0 });
});

test('it begins with one message and grows as it is asked to, up to 256 messages', () => {
  const batch = createFrameBatch(form({ payloadBytes: 16 }));
  expect(batch.capacity).toBe(1);
  batch.grow(2);
  expect(batch.capacity).toBe(4);
  batch.grow(3);
  expect(batch.capacity).toBe(4);
  batch.grow(1000);
  expect(batch.capacity).toBe(256);
  for (let index = 0; index < 256; index += 1) batch.fill(index, message(index));
  expect(decode(batch.bytes(256), '3.1.1').map((packet) => headerOf(packet).sequence)).toEqual(
    Array.from({ length: 256 }, (_, index) => index),
  );
});

test.each([
  { payloadBytes: 20_000, capacity: 3 },
  { payloadBytes: 1_000_000, capacity: 1 },
])(
  'messages of $payloadBytes B take no more than 64 KiB, and one fits always',
  ({ payloadBytes, capacity }) => {
    const batch = createFrameBatch(form({ payloadBytes }));
    batch.grow(1000);
    expect(batch.capacity).toBe(capacity);
  },
);

test('memory that was handed over is not written into again', () => {
  const batch = createFrameBatch(form({ qos: 1 }));
  batch.fill(0, message(1));
  const handedOver = batch.bytes(1);
  const copy = handedOver.slice();
  batch.renew();
  batch.fill(0, message(2));
  expect(handedOver).toEqual(copy);
  expect(headerOf(decode(batch.bytes(1), '3.1.1')[0]).sequence).toBe(2);
  const before = batch.bytes(1);
  const second = before.slice();
  batch.grow(4);
  batch.fill(0, message(3));
  expect(before).toEqual(second);
});
