import fc from 'fast-check';
import mqttPacket, { type Packet as TheirPacket } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { type ProtocolVersion, protocolLevelOf, protocolVersions } from '../spec/protocol-version.ts';
import { comparable, packetOf, packetTypesOf, type Sender } from './arbitraries.ts';
import { createDecoder } from './decoder.ts';
import { encode } from './encode.ts';
import { toTheirForm } from './mqtt-packet-form.ts';
import type { Packet } from './packet.ts';
import type { UserProperty } from './properties-of.ts';

const senders: readonly Sender[] = ['client', 'server'];

function parseTheirs(bytes: Uint8Array, version: ProtocolVersion): TheirPacket {
  const parser = mqttPacket.parser({ protocolVersion: protocolLevelOf[version] });
  const packets: TheirPacket[] = [];
  parser.on('packet', (packet) => packets.push(packet));
  parser.on('error', (error: unknown) => {
    throw error;
  });
  const left = parser.parse(Buffer.from(bytes));
  if (packets.length !== 1 || left !== 0) throw new Error(`${packets.length} packets, ${left} bytes left`);
  return packets[0] as TheirPacket;
}

// Their packets also hold a length and defaults of fields that the packet does not have.
function fieldsIn(theirs: TheirPacket, expected: TheirPacket): object {
  const names = new Set([...Object.keys(expected), 'properties']);
  return Object.fromEntries(Object.entries(theirs).filter(([name]) => names.has(name)));
}

/**
 * Packets that the library cannot hold or refuses, so that they prove nothing of ours: the key `__proto__`,
 * an empty value among several of one name, an empty Client Identifier without Clean Start (legal in 5.0,
 * and in 3.1.1 a matter of the answer), a password without a user name (legal in 5.0), and DISCONNECT with
 * 0x8C (in table 2-6 of the standard).
 */
function isWithinTheirs(packet: Packet): boolean {
  if (packet.type === 'connect' && packet.clientIdentifier === '' && !packet.cleanStart) return false;
  if (packet.type === 'connect' && packet.userName === undefined && packet.password !== undefined)
    return false;
  if (packet.type === 'disconnect' && packet.reasonCode === 0x8c) return false;
  return userPropertiesOf(packet).every(([name, value]) => name !== '__proto__' && value !== '');
}

function userPropertiesOf(packet: Packet): readonly UserProperty[] {
  const own = 'properties' in packet ? (packet.properties?.userProperty ?? []) : [];
  const ofWill = packet.type === 'connect' ? (packet.will?.properties?.userProperty ?? []) : [];
  return [...own, ...ofWill];
}

describe.each(protocolVersions)('%s', (version) => {
  describe.each(senders)('from a %s', (sender) => {
    it.each(packetTypesOf(sender, version))('%s: mqtt-packet reads what we write', (type) => {
      fc.assert(
        fc.property(packetOf(type, sender, version).filter(isWithinTheirs), (packet) => {
          const expected = toTheirForm(packet, version);
          const theirs = parseTheirs(encode(packet, version), version);
          expect(comparable(fieldsIn(theirs, expected))).toEqual(comparable(expected));
        }),
        { numRuns: 100 },
      );
    });

    it.each(packetTypesOf(sender, version))('%s: we read what mqtt-packet writes', (type) => {
      fc.assert(
        fc.property(packetOf(type, sender, version).filter(isWithinTheirs), (packet) => {
          const bytes = mqttPacket.generate(toTheirForm(packet, version), {
            protocolVersion: protocolLevelOf[version],
          });
          const receiver = sender === 'client' ? 'server' : 'client';
          const decoder = createDecoder({ receiver, version });
          decoder.push(bytes);
          const decoded = decoder.next();
          if (decoded?.kind !== 'packet') throw new Error(JSON.stringify(decoded));
          expect(comparable(toTheirForm(decoded.packet, version))).toEqual(
            comparable(toTheirForm(packet, version)),
          );
        }),
        { numRuns: 100 },
      );
    });
  });
});
