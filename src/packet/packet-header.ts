import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { PacketType } from './packet.ts';
import type { Receiver } from './reader.ts';
import type { Statements } from './violation-table.ts';

/** What the first byte of a packet says, and what the standard says of it. */
export interface PacketHeader {
  readonly type: PacketType;
  readonly number: number;
  readonly sender: 'client' | 'server' | 'both';
  /** The fixed flag bits; PUBLISH has none, its flags have meanings. */
  readonly flags: number | undefined;
  /** The sentence on the flags of this packet, where there is one. */
  readonly flagStatements?: Statements;
}

/** The packets by their number on the wire; 0 is reserved, 15 too in 3.1.1. (3.1.1 section 2.2.1, 5.0 section 2.1.2) */
export const packetHeaders: readonly (PacketHeader | undefined)[] = [
  undefined,
  { type: 'connect', number: 1, sender: 'client', flags: 0 },
  { type: 'connack', number: 2, sender: 'server', flags: 0 },
  { type: 'publish', number: 3, sender: 'both', flags: undefined },
  { type: 'puback', number: 4, sender: 'both', flags: 0 },
  { type: 'pubrec', number: 5, sender: 'both', flags: 0 },
  {
    type: 'pubrel',
    number: 6,
    sender: 'both',
    flags: 2,
    flagStatements: ['3.1.1/MQTT-3.6.1-1', '5.0/MQTT-3.6.1-1'],
  },
  { type: 'pubcomp', number: 7, sender: 'both', flags: 0 },
  {
    type: 'subscribe',
    number: 8,
    sender: 'client',
    flags: 2,
    flagStatements: ['3.1.1/MQTT-3.8.1-1', '5.0/MQTT-3.8.1-1'],
  },
  { type: 'suback', number: 9, sender: 'server', flags: 0 },
  {
    type: 'unsubscribe',
    number: 10,
    sender: 'client',
    flags: 2,
    flagStatements: ['3.1.1/MQTT-3.10.1-1', '5.0/MQTT-3.10.1-1'],
  },
  { type: 'unsuback', number: 11, sender: 'server', flags: 0 },
  { type: 'pingreq', number: 12, sender: 'client', flags: 0 },
  { type: 'pingresp', number: 13, sender: 'server', flags: 0 },
  {
    type: 'disconnect',
    number: 14,
    sender: 'both',
    flags: 0,
    flagStatements: ['3.1.1/MQTT-3.14.1-1', '5.0/MQTT-3.14.1-1'],
  },
  { type: 'auth', number: 15, sender: 'both', flags: 0, flagStatements: ['5.0/MQTT-3.15.1-1'] },
];

/** May this receiver get this packet? In 3.1.1 no server sends DISCONNECT. */
export function isSentTo(receiver: Receiver, header: PacketHeader, version: ProtocolVersion): boolean {
  if (header.sender === receiver) return false;
  return !(receiver === 'client' && header.type === 'disconnect' && version === '3.1.1');
}
