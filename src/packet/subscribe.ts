import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { type PacketIdentifierField, readPacketIdentifier } from './packet-identifier.ts';
import { readProperties, writeProperties } from './properties.ts';
import type { PropertiesOf } from './properties-of.ts';
import type { QoS } from './qos.ts';
import { isRaw } from './raw.ts';
import { type Field, fail, type Reader, readByte, readString } from './reader.ts';
import { topicFilterViolation } from './topic.ts';
import type { Writable } from './writable.ts';
import { type Writer, writeByte, writeRaw, writeString, writeTwoByteInteger } from './writer.ts';

/** One Topic Filter of a SUBSCRIBE with its Subscription Options. (5.0 section 3.8.3.1) */
export interface Subscription {
  readonly topicFilter: string;
  /** Requested QoS of 3.1.1, Maximum QoS of 5.0. */
  readonly qos: QoS;
  /** 5.0 only; false in 3.1.1. */
  readonly noLocal: boolean;
  /** 5.0 only; false in 3.1.1. */
  readonly retainAsPublished: boolean;
  /** 5.0 only; 0 in 3.1.1. */
  readonly retainHandling: 0 | 1 | 2;
}

/** SUBSCRIBE. (3.1.1 and 5.0 section 3.8) */
export interface Subscribe {
  readonly type: 'subscribe';
  readonly packetIdentifier: number;
  readonly subscriptions: readonly Subscription[];
  /** 5.0 only. */
  readonly properties?: PropertiesOf<'subscribe'>;
}

const packetIdentifierField: PacketIdentifierField = {
  title: 'the Packet Identifier',
  truncated: ['3.1.1/MQTT-2.3.1-1', '5.0/U-3.8.2-1'],
  zero: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-3'],
};
const topicFilterField: Field = {
  title: 'a Topic Filter',
  truncated: ['3.1.1/U-3.8.3-2', '5.0/MQTT-3.8.3-2'],
  illFormed: ['3.1.1/MQTT-3.8.3-1', '5.0/MQTT-3.8.3-1'],
  nullCharacter: ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'],
};
const optionsField: Field = {
  title: 'the Subscription Options',
  truncated: ['3.1.1/U-3.8.3-2', '5.0/U-3.8.3-1'],
};

/** Reads the body of a SUBSCRIBE. After a failure of the reader the result means nothing. */
export function parseSubscribe(reader: Reader): Subscribe {
  const packetIdentifier = readPacketIdentifier(reader, packetIdentifierField);
  const properties = reader.version === '5.0' ? readProperties(reader, 'subscribe') : undefined;
  const subscriptions: Subscription[] = [];
  while (reader.offset < reader.end) subscriptions.push(readSubscription(reader));
  // [3.1.1/MQTT-3.8.3-3] [5.0/MQTT-3.8.3-2]
  if (subscriptions.length === 0) fail(reader, 'topic-filters-missing', 'the payload is empty');
  return properties === undefined
    ? { type: 'subscribe', packetIdentifier, subscriptions }
    : { type: 'subscribe', packetIdentifier, subscriptions, properties };
}

function readSubscription(reader: Reader): Subscription {
  const topicFilter = readString(reader, topicFilterField);
  const options = readByte(reader, optionsField);
  const code = topicFilterViolation(topicFilter, reader.version);
  if (code !== undefined) fail(reader, code, `the Topic Filter is "${topicFilter}"`);
  checkOptions(reader, options, topicFilter);
  return {
    topicFilter,
    qos: (options & 0x03) as QoS,
    noLocal: (options & 0x04) !== 0,
    retainAsPublished: (options & 0x08) !== 0,
    retainHandling: ((options >> 4) & 0x03) as Subscription['retainHandling'],
  };
}

function checkOptions(reader: Reader, options: number, topicFilter: string): void {
  const reserved = reader.version === '5.0' ? 0xc0 : 0xfc;
  // [3.1.1/MQTT-3.8.3-4] [5.0/MQTT-3.8.3-5]
  if ((options & reserved) !== 0) {
    fail(reader, 'subscription-options-reserved-bits-set', `the byte after "${topicFilter}" is ${options}`);
  }
  // [3.1.1/MQTT-3.8.3-4] [5.0/U-3.8.3.1-1]
  if ((options & 0x03) === 3) fail(reader, 'subscription-qos-invalid', `the QoS of "${topicFilter}" is 3`);
  // [5.0/U-3.8.3.1-4]
  if ((options & 0x30) === 0x30) {
    fail(reader, 'retain-handling-invalid', `the Retain Handling of "${topicFilter}" is 3`);
  }
  // [5.0/MQTT-3.8.3-4]
  if ((options & 0x04) !== 0 && topicFilter.startsWith('$share/')) {
    fail(reader, 'no-local-on-shared-subscription', `No Local is set for "${topicFilter}"`);
  }
}

export function writeSubscribe(writer: Writer, packet: Writable<Subscribe>, version: ProtocolVersion): void {
  writeTwoByteInteger(writer, packet.packetIdentifier);
  if (version === '5.0') writeProperties(writer, packet);
  if (isRaw(packet.subscriptions)) {
    writeRaw(writer, packet.subscriptions);
    return;
  }
  for (const subscription of packet.subscriptions) {
    writeString(writer, subscription.topicFilter);
    writeByte(writer, subscription.subscriptionOptions ?? optionsOf(subscription));
  }
}

function optionsOf(subscription: Writable<Subscription>): number {
  return (
    (subscription.qos & 0x03) |
    (subscription.noLocal ? 0x04 : 0) |
    (subscription.retainAsPublished ? 0x08 : 0) |
    ((subscription.retainHandling & 0x03) << 4)
  );
}
