import { isUtf8 } from 'node:buffer';
import type { Connect } from './connect.ts';
import type { Packet } from './packet.ts';
import type { Publish } from './publish.ts';
import type { Subscription } from './subscribe.ts';

const shownPayloadBytes = 40;

/** One line that says what a packet holds, for transcripts: `PUBLISH topic "a/b" qos 1 id 7 payload 5 bytes "hello"`. */
export function describe(packet: Packet): string {
  return [packet.type.toUpperCase(), ...parts(packet), ...propertiesPart(packet)].join(' ');
}

function parts(packet: Packet): readonly string[] {
  switch (packet.type) {
    case 'connect':
      return connectParts(packet);
    case 'connack':
      return [`session-present ${packet.sessionPresent ? 1 : 0}`, code(packet.reasonCode)];
    case 'publish':
      return publishParts(packet);
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return [`id ${packet.packetIdentifier}`, code(packet.reasonCode)];
    case 'subscribe':
      return [`id ${packet.packetIdentifier}`, packet.subscriptions.map(subscriptionText).join(', ')];
    case 'unsubscribe':
      return [`id ${packet.packetIdentifier}`, packet.topicFilters.map(quoted).join(', ')];
    case 'suback':
    case 'unsuback':
      return [`id ${packet.packetIdentifier}`, ...packet.reasonCodes.map(code)];
    case 'pingreq':
    case 'pingresp':
      return [];
    case 'disconnect':
    case 'auth':
      return [code(packet.reasonCode)];
  }
}

function connectParts(packet: Connect): readonly string[] {
  const { will } = packet;
  return [
    packet.protocolVersion,
    `client ${quoted(packet.clientIdentifier)}`,
    `clean-start ${packet.cleanStart ? 1 : 0}`,
    `keep-alive ${packet.keepAliveSeconds}s`,
    ...(will === undefined
      ? []
      : [
          `will (topic ${quoted(will.topicName)} qos ${will.qos}${will.retain ? ' retain' : ''} ${payloadText(will.payload)}${listText(will.properties)})`,
        ]),
    ...(packet.userName === undefined ? [] : [`user ${quoted(packet.userName)}`]),
    // Transcripts are published: a password is not.
    ...(packet.password === undefined ? [] : [`password ${packet.password.length} bytes`]),
  ];
}

function publishParts(packet: Publish): readonly string[] {
  return [
    `topic ${quoted(packet.topicName)}`,
    `qos ${packet.qos}`,
    ...(packet.packetIdentifier === undefined ? [] : [`id ${packet.packetIdentifier}`]),
    ...(packet.dup ? ['dup'] : []),
    ...(packet.retain ? ['retain'] : []),
    payloadText(packet.payload),
  ];
}

function subscriptionText(subscription: Subscription): string {
  return [
    quoted(subscription.topicFilter),
    `qos ${subscription.qos}`,
    ...(subscription.noLocal ? ['no-local'] : []),
    ...(subscription.retainAsPublished ? ['retain-as-published'] : []),
    ...(subscription.retainHandling === 0 ? [] : [`retain-handling ${subscription.retainHandling}`]),
  ].join(' ');
}

function propertiesPart(packet: Packet): readonly string[] {
  if (!('properties' in packet) || packet.properties === undefined) return [];
  return [listText(packet.properties).trimStart()];
}

function listText(properties: object | undefined): string {
  if (properties === undefined) return '';
  const entries = Object.entries(properties).map(
    ([name, value]: [string, unknown]) => `${name}=${valueText(value)}`,
  );
  return ` {${entries.join(', ')}}`;
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return hex(value, shownPayloadBytes);
  return JSON.stringify(value);
}

function code(reasonCode: number): string {
  return `0x${reasonCode.toString(16).padStart(2, '0')}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function payloadText(payload: Uint8Array): string {
  const size = `payload ${payload.length} bytes`;
  if (payload.length === 0) return size;
  const shown = payload.subarray(0, shownPayloadBytes);
  const more = payload.length > shown.length ? '...' : '';
  if (isUtf8(shown)) return `${size} ${quoted(Buffer.from(shown).toString())}${more}`;
  return `${size} ${hex(payload, shownPayloadBytes)}`;
}

/** Bytes as hexadecimal digits, cut after `limitBytes` with `...` and the number of bytes left out. */
export function hex(bytes: Uint8Array, limitBytes: number = bytes.length): string {
  const shown = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, limitBytes)).toString(
    'hex',
  );
  const left = bytes.length - limitBytes;
  return left > 0 ? `${shown}... (${left} more)` : shown;
}
