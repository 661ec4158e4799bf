import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ProtocolVersion, protocolVersions } from '../spec/protocol-version.ts';
import { anyPacket, comparable } from './arbitraries.ts';
import { createDecoder, type Decoder } from './decoder.ts';
import { encode } from './encode.ts';
import type { Packet } from './packet.ts';

function drain(decoder: Decoder): readonly Packet[] {
  const packets: Packet[] = [];
  for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
    if (decoded.kind === 'violation') throw new Error(decoded.violation.detail);
    packets.push(decoded.packet);
  }
  return packets;
}

/** Cuts at the places given and feeds the parts; every packet has to come with its last byte. */
function decodeInParts(
  bytes: Uint8Array,
  cuts: readonly number[],
  version: ProtocolVersion,
): readonly Packet[] {
  const decoder = createDecoder({ receiver: 'server', version });
  const packets: Packet[] = [];
  const places = [...new Set(cuts)].filter((cut) => cut < bytes.length).toSorted((a, b) => a - b);
  let start = 0;
  for (const end of [...places, bytes.length]) {
    // A copy of its own: reading past the part would be seen.
    decoder.push(Uint8Array.from(bytes.subarray(start, end)));
    packets.push(...drain(decoder));
    start = end;
  }
  expect(decoder.pendingBytes).toBe(0);
  return packets;
}

/** Memory in use when all that can be collected is. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const publish = (payloadBytes: number): Packet => ({
  type: 'publish',
  topicName: 'a',
  payload: new Uint8Array(payloadBytes).fill(7),
  qos: 1,
  dup: false,
  retain: false,
  packetIdentifier: 9,
});

describe('chunks', () => {
  it.each(protocolVersions)('every way to cut two short packets gives both in %s', (version) => {
    const packets = [publish(1), { type: 'pingreq' }] as const;
    const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
    const cutPlaces = bytes.length - 1;
    for (let mask = 0; mask < 2 ** cutPlaces; mask += 1) {
      const cuts = Array.from({ length: cutPlaces }, (_, at) => at + 1).filter((_, at) => (mask >> at) & 1);
      expect(decodeInParts(bytes, cuts, version), `cut at ${cuts.join(' ')}`).toHaveLength(2);
    }
  });

  it.each(protocolVersions)('random cuts through random packets of %s change nothing', (version) => {
    const stream = fc.array(anyPacket('client', version), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 12 }), (packets, cuts) => {
        const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
        expect(comparable(decodeInParts(bytes, cuts, version))).toEqual(comparable(packets));
      }),
      { numRuns: 200 },
    );
  });

  it.each(protocolVersions)('single bytes of random packets of %s change nothing', (version) => {
    fc.assert(
      fc.property(fc.array(anyPacket('client', version), { minLength: 1, maxLength: 3 }), (packets) => {
        const bytes = Buffer.concat(packets.map((packet) => encode(packet, version)));
        const everywhere = Array.from({ length: bytes.length }, (_, at) => at + 1);
        expect(comparable(decodeInParts(bytes, everywhere, version))).toEqual(comparable(packets));
      }),
    );
  });

  it('large and small chunks, some pushed before any is read, change nothing', () => {
    const packets = [publish(5000), publish(0), publish(300), publish(20_000), publish(1)];
    const bytes = Buffer.concat(packets.map((packet) => encode(packet, '5.0')));
    const sizes = fc.array(fc.constantFrom(1, 2, 3, 700, 1023, 1024, 1025, 4096, 9000), { minLength: 1 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (chunkSizes, pushesPerRead) => {
        const decoder = createDecoder({ receiver: 'server', version: '5.0' });
        const decoded: Packet[] = [];
        for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
          const size = chunkSizes[turn % chunkSizes.length] as number;
          decoder.push(Uint8Array.from(bytes.subarray(start, start + size)));
          start += size;
          if (turn % pushesPerRead === 0) decoded.push(...drain(decoder));
        }
        decoded.push(...drain(decoder));
        expect(comparable(decoded)).toEqual(comparable(packets));
      }),
    );
  });

  it('a payload in one chunk is a view, not a copy', () => {
    const bytes = encode(publish(1000), '3.1.1');
    const decoder = createDecoder({ receiver: 'server', version: '3.1.1' });
    decoder.push(bytes);
    const [packet] = drain(decoder);
    expect(packet?.type === 'publish' && packet.payload.buffer).toBe(bytes.buffer);
  });
});

describe('bounds', () => {
  it('one million single bytes are read in time that grows with their number only', () => {
    const bytes = encode(publish(1_000_000), '3.1.1');
    const decoder = createDecoder({ receiver: 'server', version: '3.1.1' });
    const started = performance.now();
    for (let at = 0; at < bytes.length; at += 1) {
      decoder.push(bytes.subarray(at, at + 1));
      if (at < bytes.length - 1 && decoder.next() !== undefined) throw new Error('too early');
    }
    expect(comparable(drain(decoder))).toEqual([comparable(publish(1_000_000))]);
    // Copying all that is pending for each byte would be 5e11 bytes: minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('single bytes are not held as an object each', () => {
    const decoder = createDecoder({ receiver: 'server', version: '3.1.1' });
    decoder.push(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f));
    const before = heldBytes();
    for (let count = 0; count < 300_000; count += 1) decoder.push(Uint8Array.of(0));
    expect(heldBytes() - before).toBeLessThan(10 * 300_000);
    expect(decoder.pendingBytes).toBe(300_005);
  });

  it('a claimed length reserves nothing', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 1000 }, () =>
      createDecoder({ receiver: 'server', version: '3.1.1' }),
    );
    for (const decoder of decoders) {
      decoder.push(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 97));
      expect(decoder.next()).toBeUndefined();
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  });

  it('a packet over the maximum is refused at its header, one of the maximum is not', () => {
    const bytes = encode(publish(95), '3.1.1');
    const limited = (maximumPacketSizeBytes: number) =>
      createDecoder({ receiver: 'server', version: '3.1.1', maximumPacketSizeBytes });
    const exact = limited(bytes.length);
    exact.push(bytes);
    expect(exact.next()?.kind).toBe('packet');
    const tight = limited(bytes.length - 1);
    tight.push(bytes.subarray(0, 1));
    expect(tight.next()).toBeUndefined();
    tight.push(bytes.subarray(1, 2));
    expect(tight.next()).toMatchObject({
      kind: 'violation',
      violation: { code: 'packet-too-large' },
      fatal: true,
    });
  });

  it('the largest packet there is passes the default maximum', () => {
    const decoder = createDecoder({ receiver: 'server', version: '3.1.1' });
    decoder.push(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f));
    expect(decoder.next()).toBeUndefined();
    expect(decoder.pendingBytes).toBe(5);
  });
});
