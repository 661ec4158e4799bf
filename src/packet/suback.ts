import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { type Field, fail, type Reader, readByte } from './reader.ts';
import { checkReasonCode } from './reason-code.ts';
import { writeReasonCodes } from './reason-codes-payload.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeTwoByteInteger } from './writer.ts';

/** SUBACK. (3.1.1 and 5.0 section 3.9) */
export interface Suback {
  readonly type: 'suback';
  readonly packetIdentifier: number;
  /** One for each Topic Filter, in its order. 3.1.1: 0x00, 0x01, 0x02 or 0x80. */
  readonly reasonCodes: readonly number[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'suback'>;
}

const packetIdentifierField: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/MQTT-2.3.1-7', '5.0/U-3.9.2-1'],
  zero: ['3.1.1/MQTT-2.3.1-7', '5.0/MQTT-2.2.1-6'],
};
const reasonCodeField: Field = {
  title: 'a Reason Code',
  truncated: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-6'],
};

/** Reads the body of a SUBACK. After a failure of the reader the result means nothing. */
export function parseSuback(reader: Reader): Suback {
  const packetIdentifier = readPacketIdentifier(reader, packetIdentifierField);
  const properties = reader.version === '5.0' ? readProperties(reader, 'suback') : undefined;
  const reasonCodes: number[] = [];
  while (reader.offset < reader.end) reasonCodes.push(readReasonCode(reader));
  // [3.1.1/MQTT-3.8.4-5] [5.0/MQTT-3.8.4-6]
  if (reasonCodes.length === 0) fail(reader, 'reason-codes-missing', 'the payload is empty');
  return properties === undefined
    ? { type: 'suback', packetIdentifier, reasonCodes }
    : { type: 'suback', packetIdentifier, reasonCodes, properties };
}

function readReasonCode(reader: Reader): number {
  const code = readByte(reader, reasonCodeField);
  // [5.0/MQTT-3.9.3-2]
  if (reader.version === '5.0') {
    checkReasonCode(reader, 'suback', code, { notAllowed: ['5.0/MQTT-3.9.3-2'] });
    return code;
  }
  // [3.1.1/MQTT-3.9.3-2]
  if (code > 2 && code !== 0x80) {
    fail(reader, 'reason-code-not-allowed', `the return code ${code} is reserved`, ['3.1.1/MQTT-3.9.3-2']);
  }
  return code;
}

export function writeSuback(writer: Writer, packet: Writable<Suback>, version: ProtocolVersion): void {
  writeTwoByteInteger(writer, packet.packetIdentifier);
  if (version === '5.0') writeProperties(writer, packet);
  writeReasonCodes(writer, packet.reasonCodes);
}
