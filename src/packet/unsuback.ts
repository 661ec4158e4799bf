import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { expectEnd, type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { type Field, fail, type Reader, readByte } from './reader.ts';
import { checkReasonCode } from './reason-code.ts';
import { writeReasonCodes } from './reason-codes-payload.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeTwoByteInteger } from './writer.ts';

/** UNSUBACK. (3.1.1 and 5.0 section 3.11) */
export interface Unsuback {
  readonly type: 'unsuback';
  readonly packetIdentifier: number;
  /** 5.0: one for each Topic Filter, in its order. 3.1.1: empty. */
  readonly reasonCodes: readonly number[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'unsuback'>;
}

const packetIdentifierField: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/U-3.11.1-1', '5.0/U-3.11.2-1'],
  zero: ['3.1.1/MQTT-2.3.1-7', '5.0/MQTT-2.2.1-6'],
};
const reasonCodeField: Field = { title: 'a Reason Code', truncated: ['5.0/U-3.11.3-1'] };

/** Reads the body of an UNSUBACK. After a failure of the reader the result means nothing. */
export function parseUnsuback(reader: Reader): Unsuback {
  const packetIdentifier = readPacketIdentifier(reader, packetIdentifierField);
  if (reader.version === '3.1.1') {
    expectEnd(reader, ['3.1.1/U-3.11.3-1']);
    return { type: 'unsuback', packetIdentifier, reasonCodes: [] };
  }
  const properties = readProperties(reader, 'unsuback');
  const reasonCodes: number[] = [];
  while (reader.offset < reader.end) {
    const code = readByte(reader, reasonCodeField);
    // [5.0/MQTT-3.11.3-2]
    checkReasonCode(reader, 'unsuback', code, { notAllowed: ['5.0/MQTT-3.11.3-2'] });
    reasonCodes.push(code);
  }
  // [5.0/MQTT-3.11.3-2]: UNSUBSCRIBE has at least one Topic Filter, so there is at least one code.
  if (reasonCodes.length === 0) {
    fail(reader, 'reason-codes-missing', 'the payload is empty', ['5.0/MQTT-3.11.3-2']);
  }
  return properties === undefined
    ? { type: 'unsuback', packetIdentifier, reasonCodes }
    : { type: 'unsuback', packetIdentifier, reasonCodes, properties };
}

export function writeUnsuback(writer: Writer, packet: Writable<Unsuback>, version: ProtocolVersion): void {
  writeTwoByteInteger(writer, packet.packetIdentifier);
  if (version === '5.0') writeProperties(writer, packet);
  writeReasonCodes(writer, packet.reasonCodes);
}
