import { type Field, fail, type Reader, readTwoByteInteger } from './reader.ts';
import type { Statements } from './violation-table.ts';

/** A Packet Identifier field: what its absence and what the value 0 break. */
export interface PacketIdentifierField extends Field {
  readonly zero: Statements;
}

/** Reads a Packet Identifier, which is never 0. (3.1.1 section 2.3.1, 5.0 section 2.2.1) */
export function readPacketIdentifier(reader: Reader, field: PacketIdentifierField): number {
  const packetIdentifier = readTwoByteInteger(reader, field);
  // [3.1.1/MQTT-2.3.1-1] [5.0/MQTT-2.2.1-3] [5.0/MQTT-2.2.1-4]
  if (packetIdentifier === 0)
    fail(reader, 'packet-identifier-zero', 'the Packet Identifier is 0', field.zero);
  return packetIdentifier;
}

/** Refuses bytes after the last field. */
export function expectEnd(reader: Reader, statements: Statements): void {
  const rest = reader.end - reader.offset;
  if (rest === 0) return;
  fail(reader, 'packet-has-trailing-bytes', `${rest} bytes follow the last field`, statements);
}
