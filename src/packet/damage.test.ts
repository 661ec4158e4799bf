import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ProtocolVersion, protocolVersions } from '../spec/protocol-version.ts';
import { anyPacket, packetOf, packetTypesOf, type Sender } from './arbitraries.ts';
import { createDecoder, type Decoded } from './decoder.ts';
import { encode } from './encode.ts';
import { violations } from './violation-table.ts';

const senders: readonly Sender[] = ['client', 'server'];

function decodeAll(bytes: Uint8Array, sender: Sender, version: ProtocolVersion): readonly Decoded[] {
  const decoder = createDecoder({ receiver: sender === 'client' ? 'server' : 'client', version });
  decoder.push(bytes);
  const all: Decoded[] = [];
  for (let decoded = decoder.next(); decoded !== undefined; decoded = decoder.next()) all.push(decoded);
  return all;
}

/** What the decoder gave that is neither a packet nor a violation of the table in the right version. */
function unnamed(all: readonly Decoded[], version: ProtocolVersion): readonly Decoded[] {
  return all.filter((decoded) => {
    if (decoded.kind === 'packet') return false;
    const { code, statement, reasonCode } = decoded.violation;
    // A CONNECT is judged by the version that it names.
    const isRightVersion = statement.startsWith(`${version}/`) || decoded.bytes[0] === 0x10;
    return violations[code].reasonCode !== reasonCode || !isRightVersion;
  });
}

/** The packet with its body cut to every length, and a Remaining Length that says so. */
function bodiesCut(bytes: Uint8Array): readonly Uint8Array[] {
  const headerBytes = bytes.length < 130 ? 2 : 3;
  return Array.from({ length: bytes.length - headerBytes }, (_, size) => {
    const header = size < 0x80 ? [size] : [(size & 0x7f) | 0x80, size >> 7];
    const body = bytes.subarray(headerBytes, headerBytes + size);
    return Buffer.concat([bytes.subarray(0, 1), Buffer.from(header), body]);
  });
}

describe.each(protocolVersions)('%s', (version) => {
  describe.each(senders)('from a %s', (sender) => {
    it('waits at every prefix of a packet', () => {
      fc.assert(
        fc.property(anyPacket(sender, version), (packet) => {
          const bytes = encode(packet, version);
          const sizes = Array.from({ length: bytes.length }, (_, size) => size);
          const early = sizes.filter(
            (size) => decodeAll(bytes.subarray(0, size), sender, version).length > 0,
          );
          expect(early).toEqual([]);
        }),
      );
    });

    it.each(packetTypesOf(sender, version))(
      '%s: a body cut anywhere is one packet or named violation',
      (type) => {
        fc.assert(
          fc.property(packetOf(type, sender, version), (packet) => {
            const results = bodiesCut(encode(packet, version)).map((cut) => decodeAll(cut, sender, version));
            expect(results.filter((all) => all.length !== 1)).toEqual([]);
            expect(unnamed(results.flat(), version)).toEqual([]);
          }),
          { numRuns: 40 },
        );
      },
    );

    it.each(packetTypesOf(sender, version))('%s: any byte changed is packets or named violations', (type) => {
      fc.assert(
        fc.property(packetOf(type, sender, version), fc.integer({ min: 1, max: 255 }), (packet, change) => {
          const bytes = encode(packet, version);
          const results = Array.from(bytes, (byte, at) => {
            // A copy for each: what is decoded shows the bytes that it was given, later too.
            const changed = Buffer.from(bytes);
            changed[at] = byte ^ change;
            return decodeAll(changed, sender, version);
          });
          expect(unnamed(results.flat(), version)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });

    it('random bytes are packets or named violations', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          expect(unnamed(decodeAll(bytes, sender, version), version)).toEqual([]);
        }),
        { numRuns: 1000 },
      );
    });
  });
});

describe('a damaged packet', () => {
  it.each(protocolVersions)('that still decodes in %s encodes to a packet of the same meaning', (version) => {
    fc.assert(
      fc.property(anyPacket('client', version), fc.nat(), fc.nat(255), (packet, place, value) => {
        const bytes = Buffer.from(encode(packet, version));
        bytes[place % bytes.length] = value;
        for (const decoded of decodeAll(bytes, 'client', version)) {
          if (decoded.kind !== 'packet') continue;
          const own = decoded.packet.type === 'connect' ? decoded.packet.protocolVersion : version;
          const [again] = decodeAll(encode(decoded.packet, own), 'client', own);
          if (again?.kind !== 'packet') throw new Error(JSON.stringify(again));
          expect(again.packet).toEqual(decoded.packet);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not end the decoder if its frame is whole', () => {
    const pingWithBody = [0xc0, 0x01, 0x00];
    const ping = [0xc0, 0x00];
    const all = decodeAll(Uint8Array.from([...pingWithBody, ...ping]), 'client', '5.0');
    expect(all.map(({ kind }) => kind)).toEqual(['violation', 'packet']);
  });

  it('ends the decoder if its frame has no end', () => {
    const decoder = createDecoder({ receiver: 'server', version: '5.0' });
    decoder.push(Uint8Array.of(0xc0, 0xff, 0xff, 0xff, 0xff, 0xc0, 0x00));
    expect(decoder.next()).toMatchObject({ kind: 'violation', fatal: true });
    decoder.push(Uint8Array.of(0xc0, 0x00));
    expect(decoder.next()).toBeUndefined();
    expect(decoder.pendingBytes).toBe(0);
  });
});
