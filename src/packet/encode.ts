import type { ProtocolVersion } from '../spec/protocol-version.ts';
import { writeAcknowledgement } from './acknowledgement.ts';
import { type Auth, writeAuth } from './auth.ts';
import { type Connack, writeConnack } from './connack.ts';
import { type Connect, writeConnect } from './connect.ts';
import { type Disconnect, writeDisconnect } from './disconnect.ts';
import type { Packet } from './packet.ts';
import type { Pingreq } from './pingreq.ts';
import type { Pingresp } from './pingresp.ts';
import type { Puback } from './puback.ts';
import type { Pubcomp } from './pubcomp.ts';
import { flagsOfPublish, type Publish, writePublish } from './publish.ts';
import type { Pubrec } from './pubrec.ts';
import type { Pubrel } from './pubrel.ts';
import type { Raw } from './raw.ts';
import { type Suback, writeSuback } from './suback.ts';
import { type Subscribe, writeSubscribe } from './subscribe.ts';
import { type Unsuback, writeUnsuback } from './unsuback.ts';
import { type Unsubscribe, writeUnsubscribe } from './unsubscribe.ts';
import type {
  ConnackControls,
  ConnectControls,
  FrameControls,
  PropertyControls,
  Writable,
} from './writable.ts';
import { beginPacket, createWriter, type EncodedPlace, endPacket, viewOf, type Writer } from './writer.ts';

/** A value in a field's place: of its own type, out of its range, raw bytes, or a change of its parts. */
type Override =
  | string
  | number
  | boolean
  | Uint8Array
  | Raw
  | readonly unknown[]
  | Readonly<Record<string, unknown>>;

/**
 * What may be changed in a packet before it is encoded: see `encodeWith`. The values are typed loosely on
 * purpose: exact types of everything malformed, for any packet, cost the compiler minutes and gigabytes.
 */
export type Overrides<P extends Packet> = { readonly [K in keyof P]?: Override } & FrameControls &
  PropertyControls &
  ConnectControls &
  ConnackControls;

// Written out: a conditional type over the union of all packets costs the compiler too much.
interface WritableByType {
  readonly connect: Writable<Connect>;
  readonly connack: Writable<Connack>;
  readonly publish: Writable<Publish>;
  readonly puback: Writable<Puback>;
  readonly pubrec: Writable<Pubrec>;
  readonly pubrel: Writable<Pubrel>;
  readonly pubcomp: Writable<Pubcomp>;
  readonly subscribe: Writable<Subscribe>;
  readonly suback: Writable<Suback>;
  readonly unsubscribe: Writable<Unsubscribe>;
  readonly unsuback: Writable<Unsuback>;
  readonly pingreq: Writable<Pingreq>;
  readonly pingresp: Writable<Pingresp>;
  readonly disconnect: Writable<Disconnect>;
  readonly auth: Writable<Auth>;
}

type AnyWritable = WritableByType[keyof WritableByType];

// Acknowledgements and messages come in turns; kept apart, those of one receiver lie side by side in memory.
const messageWriter = createWriter();
const otherWriter = createWriter();
const noControls: FrameControls = {};

/**
 * Encodes a packet. The bytes belong to the caller and are never written again; they may share their memory
 * with other packets. Values are trusted: what the types allow is written, what does not fit is refused.
 * CONNECT is written in its own `protocolVersion`.
 *
 * @throws EncodeError if a string, binary value or the packet is too long for its length field
 */
export function encode(packet: Packet, version: ProtocolVersion): Uint8Array {
  return viewOf(encodeWritable(packet, version, noControls));
}

/**
 * Encodes a packet as `encode` does, and says where it lies instead of giving a view: for who encodes millions of them.
 * Packets of one kind that are encoded one after the other lie side by side.
 *
 * @returns the same object each time: good until the next packet is encoded
 * @throws EncodeError as `encode`
 */
export function encodeInPlace(packet: Packet, version: ProtocolVersion): EncodedPlace {
  return encodeWritable(packet, version, noControls);
}

/**
 * Encodes a packet with any of its fields changed, so that it need not be valid: numbers out of range,
 * `raw(...)` bytes in place of a field with its length prefix (of nothing: the field is left out), and
 * controls for what is else computed: flags, lengths, options, extra properties, trailing bytes.
 * `will` and `properties` are changed field by field; lists are replaced as a whole.
 *
 * @throws EncodeError if a plain value does not fit its field
 */
export function encodeWith<P extends Packet>(
  packet: P,
  version: ProtocolVersion,
  overrides: Overrides<P>,
): Uint8Array {
  const writable = changed(packet, overrides);
  return viewOf(encodeWritable(writable, version, writable));
}

function changed(packet: Packet, overrides: object): AnyWritable {
  const result: Record<string, unknown> = { ...packet, ...overrides };
  const original: Record<string, unknown> = { ...packet };
  for (const key of ['properties', 'will']) {
    if (result[key] !== original[key]) result[key] = mergedField(original[key], result[key]);
  }
  return result as unknown as AnyWritable;
}

function mergedField(original: unknown, change: unknown): unknown {
  const before: { properties?: object } = original ?? {};
  const merged: { properties?: object } = { ...before, ...(change as object) };
  if (before.properties !== undefined && merged.properties !== before.properties) {
    merged.properties = { ...before.properties, ...merged.properties };
  }
  return merged;
}

// The controls stand apart from the packet so that valid packets of all shapes share one empty object.
function encodeWritable(packet: AnyWritable, version: ProtocolVersion, controls: FrameControls): Writer {
  if (packet.type === 'publish') {
    beginPacket(messageWriter, roughLengthOf(packet));
    writePublish(messageWriter, packet, version);
    return endPacket(messageWriter, 3, flagsOfPublish(packet), controls);
  }
  const writer = otherWriter;
  beginPacket(writer, 0);
  switch (packet.type) {
    case 'puback':
      writeAcknowledgement(writer, packet, version);
      return endPacket(writer, 4, 0, controls);
    case 'pubrec':
      writeAcknowledgement(writer, packet, version);
      return endPacket(writer, 5, 0, controls);
    case 'pubrel':
      writeAcknowledgement(writer, packet, version);
      return endPacket(writer, 6, 2, controls);
    case 'pubcomp':
      writeAcknowledgement(writer, packet, version);
      return endPacket(writer, 7, 0, controls);
    case 'connect':
      writeConnect(writer, packet);
      return endPacket(writer, 1, 0, controls);
    case 'connack':
      writeConnack(writer, packet, version);
      return endPacket(writer, 2, 0, controls);
    case 'subscribe':
      writeSubscribe(writer, packet, version);
      return endPacket(writer, 8, 2, controls);
    case 'suback':
      writeSuback(writer, packet, version);
      return endPacket(writer, 9, 0, controls);
    case 'unsubscribe':
      writeUnsubscribe(writer, packet, version);
      return endPacket(writer, 10, 2, controls);
    case 'unsuback':
      writeUnsuback(writer, packet, version);
      return endPacket(writer, 11, 0, controls);
    case 'pingreq':
      return endPacket(writer, 12, 0, controls);
    case 'pingresp':
      return endPacket(writer, 13, 0, controls);
    case 'disconnect':
      writeDisconnect(writer, packet, version);
      return endPacket(writer, 14, 0, controls);
    case 'auth':
      writeAuth(writer, packet);
      return endPacket(writer, 15, 0, controls);
  }
}

/** Of the Remaining Length: right for most messages, and near enough for the others. */
function roughLengthOf({ topicName, payload, qos }: Writable<Publish>): number {
  if (typeof topicName !== 'string' || !(payload instanceof Uint8Array)) return 0;
  return 2 + topicName.length + (qos === 0 ? 0 : 2) + payload.length;
}
