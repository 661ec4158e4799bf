import { encodeInPlace } from '../src/packet/encode.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { EncodedPlace } from '../src/packet/writer.ts';
import type { ReceiverTerms } from './packet-writer.ts';

/**
 * The bytes of a packet, freed of Reason String and User Properties as far as the client's terms ask for it; nothing
 * when it does not fit even so.
 */
export function encodeWithin(packet: Packet, terms: ReceiverTerms): EncodedPlace | undefined {
  const mostBytes = terms.maximumPacketSizeBytes;
  const allowed =
    terms.wantsProblemInformation || mayAlwaysExplain(packet) ? packet : withoutDiagnostics(packet);
  const place = encodeInPlace(allowed, terms.protocolVersion);
  if (sizeOf(place) <= mostBytes) return place;
  // User Properties of a message belong to the message; those of other packets are ours to leave out.
  if (packet.type === 'publish') return undefined;
  // [5.0/MQTT-3.2.2-19] [5.0/MQTT-3.2.2-20] [5.0/MQTT-3.4.2-2] [5.0/MQTT-3.4.2-3] [5.0/MQTT-3.5.2-2]
  // [5.0/MQTT-3.5.2-3] [5.0/MQTT-3.6.2-2] [5.0/MQTT-3.6.2-3] [5.0/MQTT-3.7.2-2] [5.0/MQTT-3.7.2-3]
  // [5.0/MQTT-3.9.2-1] [5.0/MQTT-3.9.2-2] [5.0/MQTT-3.11.2-1] [5.0/MQTT-3.11.2-2]
  // [5.0/MQTT-3.14.2-3] [5.0/MQTT-3.14.2-4] [5.0/MQTT-3.15.2-2] [5.0/MQTT-3.15.2-3]
  const bare = encodeInPlace(withoutDiagnostics(packet), terms.protocolVersion);
  // [5.0/MQTT-3.1.2-24]
  return sizeOf(bare) <= mostBytes ? bare : undefined;
}

function sizeOf({ packetStart, start }: EncodedPlace): number {
  return start - packetStart;
}

/** [5.0/MQTT-3.1.2-29] */
function mayAlwaysExplain(packet: Packet): boolean {
  return packet.type === 'publish' || packet.type === 'connack' || packet.type === 'disconnect';
}

function withoutDiagnostics(packet: Packet): Packet {
  if (packet.type === 'publish' || !('properties' in packet) || packet.properties === undefined)
    return packet;
  const properties: Record<string, unknown> = { ...packet.properties };
  delete properties['reasonString'];
  delete properties['userProperty'];
  return { ...packet, properties } as Packet;
}
