import type { Packet } from '../packet/index.ts';
import { puback, pubcomp, pubrec } from './builders.ts';

/**
 * What a receiver owes for a packet: the acknowledgement that lets the exchange go on.
 * (3.1.1 and 5.0 sections 4.3.2 and 4.3.3)
 */
export function acknowledgementFor(packet: Packet): Packet | undefined {
  if (packet.type === 'pubrel') return pubcomp(packet.packetIdentifier);
  if (packet.type !== 'publish' || packet.packetIdentifier === undefined) return undefined;
  return packet.qos === 2 ? pubrec(packet.packetIdentifier) : puback(packet.packetIdentifier);
}
