import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { knownTopicName, rememberTopicName } from './known-topics.ts';
import { type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';
import { isRaw } from './raw.ts';
import { type Field, fail, type Reader, readString } from './reader.ts';
import { topicNameViolation } from './topic.ts';
import type { Writable } from './writable.ts';
import {
  EncodeError,
  type Writer,
  writeBytes,
  writeRaw,
  writeString,
  writeTwoByteInteger,
} from './writer.ts';

/** PUBLISH: an Application Message. (3.1.1 and 5.0 section 3.3) */
export interface Publish {
  readonly type: 'publish';
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly dup: boolean;
  readonly retain: boolean;
  /** Present exactly when qos is 1 or 2. */
  readonly packetIdentifier?: number;
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'publish'>;
}

const topicNameField: Field = {
  title: 'the Topic Name',
  truncated: ['3.1.1/MQTT-3.3.2-1', '5.0/MQTT-3.3.2-1'],
  illFormed: ['3.1.1/MQTT-3.3.2-1', '5.0/MQTT-3.3.2-1'],
  nullCharacter: ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'],
};
const fromClient: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-3'],
  zero: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-3'],
};
const fromServer: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-4'],
  zero: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-4'],
};

/**
 * Reads the body of a PUBLISH; the payload is a view of the packet. Whether it is UTF-8, where the Payload
 * Format Indicator says so, is not checked. After a failure of the reader the result means nothing.
 */
export function parsePublish(reader: Reader, flags: number): Publish {
  const dup = (flags & 0x08) !== 0;
  const retain = (flags & 0x01) !== 0;
  const qos = ((flags >> 1) & 0x03) as QoS;
  checkFlags(reader, flags);
  const known = knownTopic(reader);
  const topicName = known ?? readString(reader, topicNameField);
  const topicEnd = reader.offset;
  const packetIdentifier =
    qos === 0 ? 0 : readPacketIdentifier(reader, reader.receiver === 'server' ? fromClient : fromServer);
  const properties = reader.version === '5.0' ? readProperties(reader, 'publish') : undefined;
  if (known === undefined) {
    checkTopicName(reader, topicName, properties);
    rememberTopic(reader, topicName, topicEnd);
  }
  const payload = reader.bytes.subarray(reader.offset, reader.end);
  if (properties === undefined) {
    return qos === 0
      ? { type: 'publish', topicName, payload, qos, dup, retain }
      : { type: 'publish', topicName, payload, qos, dup, retain, packetIdentifier };
  }
  return qos === 0
    ? { type: 'publish', topicName, payload, qos, dup, retain, properties }
    : { type: 'publish', topicName, payload, qos, dup, retain, packetIdentifier, properties };
}

/** The Topic Name, if it came before; the cursor is behind it then. */
function knownTopic(reader: Reader): string | undefined {
  const { bytes, offset } = reader;
  const start = offset + 2;
  if (start > reader.end) return undefined;
  const end = start + (((bytes[offset] as number) << 8) | (bytes[offset + 1] as number));
  if (end > reader.end) return undefined;
  const topicName = knownTopicName(bytes, start, end);
  if (topicName !== undefined) reader.offset = end;
  return topicName;
}

function rememberTopic(reader: Reader, topicName: string, end: number): void {
  if (reader.violation !== undefined || topicName === '') return;
  rememberTopicName(reader.bytes, end - Buffer.byteLength(topicName), end, topicName);
}

function checkFlags(reader: Reader, flags: number): void {
  // [3.1.1/MQTT-3.3.1-4] [5.0/MQTT-3.3.1-4]
  if ((flags & 0x06) === 0x06) fail(reader, 'publish-qos-invalid', 'both QoS bits are 1');
  // [3.1.1/MQTT-3.3.1-2] [5.0/MQTT-3.3.1-2]
  if ((flags & 0x0e) === 0x08) fail(reader, 'dup-with-qos-0', 'DUP is 1 and the QoS is 0');
}

function checkTopicName(reader: Reader, topicName: string, properties: Publish['properties']): void {
  const code = topicNameViolation(topicName);
  if (code === undefined || reader.violation !== undefined) return;
  if (code === 'topic-name-has-wildcard') {
    // [3.1.1/MQTT-3.3.2-2] [5.0/MQTT-3.3.2-2]
    fail(reader, code, `the Topic Name is "${topicName}"`, ['3.1.1/MQTT-3.3.2-2', '5.0/MQTT-3.3.2-2']);
    return;
  }
  // [3.1.1/MQTT-4.7.3-1] [5.0/U-3.3.2.1-1]: a Topic Alias may stand for the Topic Name.
  if (properties?.topicAlias !== undefined) return;
  fail(reader, code, 'the Topic Name is empty', ['3.1.1/MQTT-4.7.3-1', '5.0/U-3.3.2.1-1']);
}

export function flagsOfPublish(packet: Writable<Publish>): number {
  return (packet.dup ? 0x08 : 0) | ((packet.qos & 0x03) << 1) | (packet.retain ? 0x01 : 0);
}

/** @throws EncodeError if the QoS is not 0 and there is no Packet Identifier */
export function writePublish(writer: Writer, packet: Writable<Publish>, version: ProtocolVersion): void {
  writeString(writer, packet.topicName);
  if (packet.qos !== 0 || isRaw(packet.packetIdentifier)) {
    if (packet.packetIdentifier === undefined) {
      throw new EncodeError(
        'packet-identifier-missing',
        `PUBLISH with QoS ${packet.qos} has no Packet Identifier`,
      );
    }
    writeTwoByteInteger(writer, packet.packetIdentifier);
  }
  if (version === '5.0') writeProperties(writer, packet);
  if (packet.payload instanceof Uint8Array) writeBytes(writer, packet.payload);
  else writeRaw(writer, packet.payload);
}
