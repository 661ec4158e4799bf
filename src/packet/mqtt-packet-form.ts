/**
 * Our packets in the form of the library `mqtt-packet`, the outside witness of tests and benchmarks.
 */
import type { Packet as TheirPacket } from 'mqtt-packet';
import { type PropertyName, properties } from '../spec/properties.ts';
import { type ProtocolVersion, protocolLevelOf } from '../spec/protocol-version.ts';
import type { Packet } from './packet.ts';
import type { UserProperty } from './properties-of.ts';

// Where their name is not ours without the unit.
const theirNames: Readonly<Partial<Record<PropertyName, string>>> = {
  userProperty: 'userProperties',
  maximumPacketSizeBytes: 'maximumPacketSize',
  subscriptionIdentifierAvailable: 'subscriptionIdentifiersAvailable',
};

/** The packet as the library takes and gives it. */
export function toTheirForm(packet: Packet, version: ProtocolVersion): TheirPacket {
  const own = { ...fieldsOf(packet, version), cmd: packet.type };
  const some = 'properties' in packet ? packet.properties : undefined;
  return (some === undefined ? own : { ...own, properties: theirProperties(some) }) as unknown as TheirPacket;
}

function fieldsOf(packet: Packet, version: ProtocolVersion): object {
  switch (packet.type) {
    case 'connect':
      return {
        protocolId: 'MQTT',
        protocolVersion: protocolLevelOf[packet.protocolVersion],
        clean: packet.cleanStart,
        keepalive: packet.keepAliveSeconds,
        clientId: packet.clientIdentifier,
        ...(packet.will === undefined ? {} : { will: theirWill(packet.will) }),
        ...(packet.userName === undefined ? {} : { username: packet.userName }),
        ...(packet.password === undefined ? {} : { password: Buffer.from(packet.password) }),
      };
    case 'connack':
      return { sessionPresent: packet.sessionPresent, [codeName(version)]: packet.reasonCode };
    case 'publish':
      return {
        topic: packet.topicName,
        payload: Buffer.from(packet.payload),
        qos: packet.qos,
        dup: packet.dup,
        retain: packet.retain,
        ...(packet.packetIdentifier === undefined ? {} : { messageId: packet.packetIdentifier }),
      };
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return { messageId: packet.packetIdentifier, ...codeIn5(packet.reasonCode, version) };
    case 'subscribe':
      return {
        messageId: packet.packetIdentifier,
        subscriptions: packet.subscriptions.map((one) => ({
          topic: one.topicFilter,
          qos: one.qos,
          ...(version === '5.0'
            ? { nl: one.noLocal, rap: one.retainAsPublished, rh: one.retainHandling }
            : {}),
        })),
      };
    case 'unsubscribe':
      return { messageId: packet.packetIdentifier, unsubscriptions: packet.topicFilters };
    case 'suback':
      return { messageId: packet.packetIdentifier, granted: packet.reasonCodes };
    case 'unsuback':
      return {
        messageId: packet.packetIdentifier,
        ...(version === '5.0' ? { granted: packet.reasonCodes } : {}),
      };
    case 'pingreq':
    case 'pingresp':
      return {};
    case 'disconnect':
    case 'auth':
      return codeIn5(packet.reasonCode, version);
  }
}

function codeName(version: ProtocolVersion): string {
  return version === '5.0' ? 'reasonCode' : 'returnCode';
}

function codeIn5(reasonCode: number, version: ProtocolVersion): object {
  return version === '5.0' ? { reasonCode } : {};
}

function theirWill(will: NonNullable<Extract<Packet, { type: 'connect' }>['will']>): object {
  return {
    topic: will.topicName,
    payload: Buffer.from(will.payload),
    qos: will.qos,
    retain: will.retain,
    ...(will.properties === undefined ? {} : { properties: theirProperties(will.properties) }),
  };
}

function theirProperties(some: object): object {
  return Object.fromEntries(
    Object.entries(some).map(([name, value]: [string, unknown]) => [
      theirNames[name as PropertyName] ?? name.replace(/Seconds$/, ''),
      theirValue(name as PropertyName, value),
    ]),
  );
}

function theirValue(name: PropertyName, value: unknown): unknown {
  if (name === 'userProperty') return grouped(value as readonly UserProperty[]);
  if (Array.isArray(value) && value.length === 1) return value[0];
  if (value instanceof Uint8Array) return Buffer.from(value);
  // They read the bytes that are 0 or 1 as booleans, but for Maximum QoS.
  return properties[name].type === 'byte' && name !== 'maximumQoS' ? value === 1 : value;
}

// They group the values of one name, so that the order between names is lost.
function grouped(pairs: readonly UserProperty[]): object {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = pairs.filter(([other]) => other === name).map(([, value]) => value);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
