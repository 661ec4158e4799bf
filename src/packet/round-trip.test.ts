import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protocolVersions } from '../spec/protocol-version.ts';
import { comparable, packetOf, packetTypesOf, type Sender } from './arbitraries.ts';
import { createDecoder } from './decoder.ts';
import { encode } from './encode.ts';

const senders: readonly Sender[] = ['client', 'server'];

describe.each(protocolVersions)('%s', (version) => {
  describe.each(senders)('from a %s', (sender) => {
    it.each(packetTypesOf(sender, version))('%s: what is encoded decodes to itself', (type) => {
      const receiver = sender === 'client' ? 'server' : 'client';
      fc.assert(
        fc.property(packetOf(type, sender, version), (packet) => {
          const bytes = encode(packet, version);
          const decoder = createDecoder(type === 'connect' ? { receiver } : { receiver, version });
          decoder.push(bytes);
          const decoded = decoder.next();
          if (decoded?.kind !== 'packet') throw new Error(JSON.stringify(decoded));
          expect(comparable(decoded.packet)).toEqual(comparable(packet));
          expect(Buffer.compare(decoded.bytes, bytes)).toBe(0);
          expect(Buffer.compare(encode(decoded.packet, version), bytes)).toBe(0);
          expect(decoder.next()).toBeUndefined();
          expect(decoder.pendingBytes).toBe(0);
          expect(decoder.version).toBe(version);
        }),
        { numRuns: 150 },
      );
    });
  });
});
