import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPacket } from '../../packet/arbitraries.ts';
import { encode, type Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { createFrameScanner, FrameError, type FrameListener, packetTypes } from './frame-scanner.ts';
import { messageHeaderBytes } from './message-header.ts';

/** One call of a listener. */
type Call =
  | { readonly publish: string; readonly payloadBytes: number; readonly flags: number; readonly id: number }
  | { readonly acknowledgement: number; readonly id: number; readonly reasonCode: number }
  | { readonly other: string };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Notes its calls; what it is not given within the view is an error of its own. */
function notingListener(): FrameListener & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    onPublish(view, payload, payloadBytes, flags, id) {
      const seen = Math.min(payloadBytes, messageHeaderBytes);
      const publish = hex(new Uint8Array(view.buffer, view.byteOffset + payload, seen));
      // Beyond the view, but within its memory, the array above would be content.
      if (seen > 0) view.getUint8(payload + seen - 1);
      calls.push({ publish, payloadBytes, flags, id });
    },
    onAcknowledgement: (type, id, reasonCode) => void calls.push({ acknowledgement: type, id, reasonCode }),
    onOther: (packet) => void calls.push({ other: hex(packet) }),
  };
}

/** What a scanner should say of a packet. */
function callOf(packet: Packet, version: ProtocolVersion): Call {
  switch (packet.type) {
    case 'publish': {
      const { payload, qos, dup, retain, packetIdentifier = 0 } = packet;
      return {
        publish: hex(payload.subarray(0, messageHeaderBytes)),
        payloadBytes: payload.length,
        flags: 0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0),
        id: packetIdentifier,
      };
    }
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return {
        acknowledgement: packetTypes[packet.type],
        id: packet.packetIdentifier,
        reasonCode: version === '5.0' ? packet.reasonCode : 0,
      };
    default:
      return { other: hex(encode(packet, version)) };
  }
}

/**
 * Scans bytes in pieces of the given lengths, again and again, each at the same place of the same memory, which
 * means nothing any more once the call is over.
 */
function scan(bytes: Uint8Array, pieces: readonly number[], version: ProtocolVersion): readonly Call[] {
  const listener = notingListener();
  const scanner = createFrameScanner(version, listener);
  const memory = new Uint8Array(Math.max(...pieces) + 7);
  const view = new DataView(memory.buffer);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const piece = bytes.subarray(at, at + (pieces[turn % pieces.length] ?? 1));
    memory.fill(0xff);
    memory.set(piece);
    scanner.scan(memory, view, piece.length);
    at += piece.length;
  }
  return listener.calls;
}

/** A Remaining Length that takes all of its 4 bytes. (5.0 section 1.5.5) */
function fourDigits(length: number): readonly number[] {
  return [0, 1, 2, 3].map((digit) => ((length >> (7 * digit)) & 0x7f) | (digit < 3 ? 0x80 : 0));
}

/** What it throws besides a FrameError. */
function failureOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof FrameError ? undefined : error;
  }
}

const bigPublish = fc
  .record({
    topic: fc.integer({ min: 1, max: 400 }),
    payloadBytes: fc.oneof(fc.nat(40), fc.integer({ min: 100, max: 20_000 })),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    packetIdentifier: fc.integer({ min: 1, max: 65_535 }),
    retain: fc.boolean(),
  })
  .map(
    ({ topic, payloadBytes, qos, packetIdentifier, retain }): Packet => ({
      type: 'publish',
      topicName: 't'.repeat(topic),
      payload: Uint8Array.from({ length: payloadBytes }, (_, at) => at % 251),
      qos,
      dup: false,
      retain,
      ...(qos === 0 ? {} : { packetIdentifier }),
    }),
  );

const stream = fc.constantFrom<ProtocolVersion>('3.1.1', '5.0').chain((version) =>
  fc.record({
    version: fc.constant(version),
    packets: fc.array(
      fc.oneof(
        // Who answers a CONNACK with what is the business of others.
        anyPacket('server', version),
        bigPublish,
      ),
      { maxLength: 12 },
    ),
    pieces: fc.oneof(
      fc.constant([1]),
      fc.constant([100_000]),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 10 }),
    ),
  }),
);

test('packets are found, wherever the stream is cut', () => {
  fc.assert(
    fc.property(stream, ({ version, packets, pieces }) => {
      const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
      expect(scan(bytes, pieces, version)).toEqual(packets.map((packet) => callOf(packet, version)));
    }),
    { numRuns: 100 },
  );
});

describe.each(['3.1.1', '5.0'] as const)('%s', (version) => {
  test.each([0, 1, 15, 16, 17, 111, 127, 128, 16_383, 16_384, 70_000])(
    'a payload of %i bytes is found in pieces of any length up to 70',
    (payloadBytes) => {
      const payload = Uint8Array.from({ length: payloadBytes }, (_, at) => (at * 7) % 253);
      const publish = { type: 'publish', topicName: 'a/b', dup: false, retain: false } as const;
      const packets: readonly Packet[] = [
        { ...publish, qos: 0, payload },
        { type: 'pingresp' },
        { ...publish, qos: 1, packetIdentifier: 0x1234, payload },
        { type: 'puback', packetIdentifier: 0x4321, reasonCode: 0 },
      ];
      const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
      const expected = packets.map((packet) => callOf(packet, version));
      for (let piece = 1; piece <= 70; piece += payloadBytes > 1000 ? 23 : 1)
        expect(scan(bytes, [piece], version)).toEqual(expected);
    },
  );

  test('any bytes give calls or a FrameError, cut anywhere', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      // Something that begins like a packet.
      fc
        .tuple(
          fc.constantFrom(0x30, 0x32, 0x34, 0x3d, 0x40, 0x50, 0x62, 0x70),
          fc.nat(60),
          fc.uint8Array({ maxLength: 200 }),
        )
        .map(([first, length, rest]) => Uint8Array.of(first, length, ...rest)),
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(hostile, sizes, (bytes, pieces) => {
        expect(failureOf(() => scan(bytes, pieces, version))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    { what: 'a Remaining Length of 5 bytes', bytes: '30ffffffff7f' },
    { what: 'a packet that is no message and has 256 MB', bytes: '20ffffff7f' },
    { what: 'a PUBACK of 1 byte', bytes: '400101' },
    { what: 'a PUBACK of no byte', bytes: '4000' },
    { what: 'a PUBLISH of no byte', bytes: '3000' },
    { what: 'a PUBLISH of 1 byte', bytes: '300100' },
    { what: 'a Topic Name that is longer than its packet', bytes: '30040005aabb' },
    { what: 'QoS 1 without room for a Packet Identifier', bytes: '3204000161ff' },
  ])('$what is refused, whole and byte by byte', ({ bytes }) => {
    // What follows must not be taken for a part of the packet.
    const hostile = Buffer.from(`${bytes}d000d000d000`, 'hex');
    expect(() => scan(hostile, [100], version)).toThrow(FrameError);
    expect(() => scan(hostile, [1], version)).toThrow(FrameError);
  });

  test('a message of 200 MB costs no memory, and what comes behind it is found', () => {
    const listener = notingListener();
    const scanner = createFrameScanner(version, listener);
    const chunk = new Uint8Array(64 * 1024).fill(0x61);
    const view = new DataView(chunk.buffer);
    const total = 200 * 1024 * 1024;
    const properties = version === '5.0' ? [0] : [];
    const head = Uint8Array.of(
      0x30,
      ...fourDigits(5 + properties.length + total),
      0,
      3,
      0x62,
      0x69,
      0x67,
      ...properties,
    );
    const before = process.memoryUsage().arrayBuffers;
    scanner.scan(head, new DataView(head.buffer), head.length);
    for (let sent = 0; sent < total; sent += chunk.length) scanner.scan(chunk, view, chunk.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
    scanner.scan(Uint8Array.of(0xd0, 0), new DataView(new ArrayBuffer(2)), 2);
    expect(listener.calls).toEqual([
      { publish: '61'.repeat(16), payloadBytes: total, flags: 0x30, id: 0 },
      { other: 'd000' },
    ]);
  });
});

test('properties without an end are refused before they fill the memory', () => {
  const listener = notingListener();
  const scanner = createFrameScanner('5.0', listener);
  // A PUBLISH of 256 MB, all of it properties.
  const head = Buffer.from('30ffffff7f000161fcffff7f', 'hex');
  const before = process.memoryUsage().arrayBuffers;
  const chunk = new Uint8Array(16 * 1024).fill(0x26);
  const feed = (): void => {
    scanner.scan(head, new DataView(head.buffer, head.byteOffset), head.length);
    for (let chunks = 0; chunks < 1000; chunks += 1)
      scanner.scan(chunk, new DataView(chunk.buffer), chunk.length);
  };
  expect(feed).toThrow(FrameError);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * 1024 * 1024);
});
