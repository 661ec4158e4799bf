import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import { isRaw } from './raw.ts';
import { type Field, fail, type Reader, readString } from './reader.ts';
import { topicFilterViolation } from './topic.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeRaw, writeString, writeTwoByteInteger } from './writer.ts';

/** UNSUBSCRIBE. (3.1.1 and 5.0 section 3.10) */
export interface Unsubscribe {
  readonly type: 'unsubscribe';
  readonly packetIdentifier: number;
  readonly topicFilters: readonly string[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'unsubscribe'>;
}

const packetIdentifierField: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/MQTT-2.3.1-1', '5.0/U-3.10.2-1'],
  zero: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-3'],
};
const topicFilterField: Field = {
  title: 'a Topic Filter',
  truncated: ['3.1.1/MQTT-3.10.3-1', '5.0/MQTT-3.10.3-1'],
  illFormed: ['3.1.1/MQTT-3.10.3-1', '5.0/MQTT-3.10.3-1'],
  nullCharacter: ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'],
};

/** Reads the body of an UNSUBSCRIBE. After a failure of the reader the result means nothing. */
export function parseUnsubscribe(reader: Reader): Unsubscribe {
  const packetIdentifier = readPacketIdentifier(reader, packetIdentifierField);
  const properties = reader.version === '5.0' ? readProperties(reader, 'unsubscribe') : undefined;
  const topicFilters: string[] = [];
  while (reader.offset < reader.end) topicFilters.push(readTopicFilter(reader));
  // [3.1.1/MQTT-3.10.3-2] [5.0/MQTT-3.10.3-2]
  if (topicFilters.length === 0) {
    const statements = ['3.1.1/MQTT-3.10.3-2', '5.0/MQTT-3.10.3-2'] as const;
    fail(reader, 'topic-filters-missing', 'the payload is empty', statements);
  }
  return properties === undefined
    ? { type: 'unsubscribe', packetIdentifier, topicFilters }
    : { type: 'unsubscribe', packetIdentifier, topicFilters, properties };
}

function readTopicFilter(reader: Reader): string {
  const topicFilter = readString(reader, topicFilterField);
  const code = topicFilterViolation(topicFilter, reader.version);
  if (code !== undefined) fail(reader, code, `the Topic Filter is "${topicFilter}"`);
  return topicFilter;
}

export function writeUnsubscribe(
  writer: Writer,
  packet: Writable<Unsubscribe>,
  version: ProtocolVersion,
): void {
  writeTwoByteInteger(writer, packet.packetIdentifier);
  if (version === '5.0') writeProperties(writer, packet);
  if (isRaw(packet.topicFilters)) {
    writeRaw(writer, packet.topicFilters);
    return;
  }
  for (const topicFilter of packet.topicFilters) writeString(writer, topicFilter);
}
