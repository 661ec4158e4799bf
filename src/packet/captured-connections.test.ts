import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { capturedConnections } from './captured-connections.ts';
import { createDecoder, type DecodedPacket } from './decoder.ts';
import { encode } from './encode.ts';
import type { Packet } from './packet.ts';
import { raw } from './raw.ts';
import type { Receiver } from './reader.ts';

// MQTT.js says Success and no properties where both may be left out, as we leave them.
const isLongForm = /^(?:[4-7].04....|e002)0000$/;

function decodeAll(
  bytes: Uint8Array,
  receiver: Receiver,
  version: ProtocolVersion,
): readonly DecodedPacket[] {
  const decoder = createDecoder(receiver === 'server' ? { receiver } : { receiver, version });
  decoder.push(bytes);
  const all: DecodedPacket[] = [];
  for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) {
    if (decoded.kind === 'violation') throw new Error(JSON.stringify(decoded.violation));
    all.push(decoded);
  }
  expect(decoder.pendingBytes).toBe(0);
  expect(decoder.version).toBe(version);
  return all;
}

interface Comparison {
  readonly first: readonly Packet[];
  readonly second: readonly Packet[];
  /** Packets whose bytes we would write otherwise. */
  readonly rewritten: readonly string[];
}

/** What a stream decodes to, and what that gives when it is encoded and decoded once more. */
function compare(hex: string, receiver: Receiver, version: ProtocolVersion): Comparison {
  const first = decodeAll(raw(hex).raw, receiver, version);
  const again = first.map(({ packet }) => encode(packet, version));
  const second = decodeAll(Buffer.concat(again), receiver, version);
  const differs = first.filter(({ bytes }, index) => Buffer.compare(bytes, again[index] ?? bytes) !== 0);
  return {
    first: first.map(({ packet }) => packet),
    second: second.map(({ packet }) => packet),
    rewritten: differs.map(({ bytes }) => hexOf(bytes)),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe.each(capturedConnections)('$title in $version', ({ version, fromClient, fromServer }) => {
  it('the client sends packets that decode without loss', () => {
    const { first, second, rewritten } = compare(fromClient, 'server', version);
    expect(second).toEqual(first);
    expect(rewritten.filter((hex) => !isLongForm.test(hex))).toEqual([]);
  });

  it('the server sends packets that decode without loss', () => {
    const { first, second, rewritten } = compare(fromServer, 'client', version);
    expect(second).toEqual(first);
    expect(rewritten.filter((hex) => !isLongForm.test(hex))).toEqual([]);
  });
});
