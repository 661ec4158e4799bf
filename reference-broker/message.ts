import type { Will } from '../src/packet/connect.ts';
import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { QoS } from '../src/packet/qos.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { DeliveryEntry } from './persistence/delivery-record.ts';
import type { MessageEntry } from './persistence/message-record.ts';
import type { ActiveSubscription } from './subscription.ts';

/** The properties of an Application Message that travel unchanged from publisher to subscriber. */
export type ForwardedProperties = Pick<
  PropertiesOf<'publish'>,
  'payloadFormatIndicator' | 'contentType' | 'responseTopic' | 'correlationData' | 'userProperty'
>;

/** What a PUBLISH at QoS 0 with RETAIN 0 looks like in each version, once somebody needed it. */
export interface SharedFrames {
  v311: Uint8Array | undefined;
  v50: Uint8Array | undefined;
}

/** An Application Message that the broker owns: no packet, so no DUP, no Packet Identifier, no Topic Alias. */
export interface ApplicationMessage {
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: ForwardedProperties;
  /** Absent: the message does not expire. [5.0/U-3.3.2.3.3-1] */
  readonly messageExpiryIntervalSeconds: number | undefined;
  /** When the broker took ownership, on the broker's clock. */
  readonly receivedAtMillis: number;
  /** Client Identifier of the publisher, for No Local. */
  readonly publisher: string;
  /** All subscribers at QoS 0 whose copies have nothing of their own get the same bytes. */
  readonly frames: SharedFrames;
  /** It waits for something, and what it holds is its own: see `keep`. */
  readonly isKept: boolean;
  /** Its record, once one of those who must get it outlives the process. */
  stored: MessageEntry | undefined;
}

interface Origin {
  readonly publisher: string;
  readonly nowMillis: number;
}

/** The parts of which messages are made. */
interface Content extends Pick<ApplicationMessage, 'payload' | 'qos' | 'retain'> {
  readonly properties?: ForwardedProperties & { readonly messageExpiryIntervalSeconds?: number };
}

const noProperties: ForwardedProperties = {};

/**
 * The message of a received PUBLISH whose Topic Alias is already resolved to `topicName`. Its payload is a view of
 * what came from the network: whoever keeps it beyond the turn calls `keep`.
 */
export function messageOfPublish(publish: Publish, topicName: string, origin: Origin): ApplicationMessage {
  return messageOf(publish, topicName, origin);
}

/** The message of a Will. Its Will Delay Interval says when to publish, and is not sent. [5.0/U-3.1.3.2-2] */
export function messageOfWill(will: Will, origin: Origin): ApplicationMessage {
  return messageOf(will, will.topicName, origin);
}

function messageOf(content: Content, topicName: string, origin: Origin): ApplicationMessage {
  const { properties } = content;
  return {
    topicName,
    payload: content.payload,
    qos: content.qos,
    retain: content.retain,
    properties: properties === undefined ? noProperties : forwardedProperties(properties),
    // [5.0/U-3.1.3.2.4-2] [5.0/U-3.1.3.2.4-3]
    messageExpiryIntervalSeconds: properties?.messageExpiryIntervalSeconds,
    receivedAtMillis: origin.nowMillis,
    publisher: origin.publisher,
    frames: { v311: undefined, v50: undefined },
    isKept: false,
    stored: undefined,
  };
}

/**
 * Lets subscribers at QoS 0 get the PUBLISH as the very bytes that came, where it says what theirs would say.
 *
 * @param packet the whole packet
 */
export function offerFrame(
  message: ApplicationMessage,
  publish: Publish,
  packet: Uint8Array,
  version: ProtocolVersion,
): void {
  // DUP is 0 with QoS 0, and RETAIN 1 would be taken for a retained message. [5.0/MQTT-3.3.1-2] [3.1.1/MQTT-3.3.1-9]
  if (publish.qos !== 0 || publish.retain || isLengthPadded(packet)) return;
  if (version === '3.1.1') message.frames.v311 = packet;
  else if (isPassedOnWhole(publish.properties)) message.frames.v50 = packet;
}

/**
 * Does the Remaining Length take more bytes than it needs? 3.1.1 forbids that nowhere, but the subscribers shall not have
 * to know. [5.0/MQTT-1.5.5-1]
 */
function isLengthPadded(packet: Uint8Array): boolean {
  let last = 1;
  while ((packet[last] ?? 0) >= 0x80) last += 1;
  return last > 1 && packet[last] === 0;
}

/** An alias is the sender's own, and what is left of an expiry changes with time. [5.0/U-3.3.2.3.4-5] [5.0/MQTT-3.3.2-6] */
function isPassedOnWhole(properties: Publish['properties']): boolean {
  if (properties === undefined) return true;
  return properties.topicAlias === undefined && properties.messageExpiryIntervalSeconds === undefined;
}

/**
 * Makes a message its own owner, before it waits for anything. What the decoder gives is a view of a chunk that came
 * from the network: a small one would hold the whole chunk in memory, with all that came beside it.
 */
export function keep(message: ApplicationMessage): ApplicationMessage {
  if (message.isKept) return message;
  const mutable: { payload: Uint8Array; isKept: boolean } = message;
  mutable.payload = ownBytes(message.payload);
  mutable.isKept = true;
  forgetFrames(message);
  return message;
}

/** Nobody is about to get them any more: a message that waits would hold the memory of all packets around them. */
export function forgetFrames({ frames }: ApplicationMessage): void {
  frames.v311 = undefined;
  frames.v50 = undefined;
}

/** From this share of its chunk on a view is left where it is. */
const worthItsChunk = 4;

/** The same bytes, in memory that holds little else. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length * worthItsChunk >= bytes.buffer.byteLength) return bytes;
  // Small ones share a pool of Node's, which is no larger than a few of them.
  const own = Buffer.allocUnsafe(bytes.length);
  own.set(bytes);
  return own;
}

function forwardedProperties(from: ForwardedProperties): ForwardedProperties {
  return {
    // [5.0/MQTT-3.3.2-4]
    ...(from.payloadFormatIndicator === undefined
      ? {}
      : { payloadFormatIndicator: from.payloadFormatIndicator }),
    // [5.0/MQTT-3.3.2-20]
    ...(from.contentType === undefined ? {} : { contentType: from.contentType }),
    // [5.0/MQTT-3.3.2-15]
    ...(from.responseTopic === undefined ? {} : { responseTopic: from.responseTopic }),
    // [5.0/MQTT-3.3.2-16]
    ...(from.correlationData === undefined ? {} : { correlationData: ownBytes(from.correlationData) }),
    // The list is passed on as it came, so its order stays. [5.0/MQTT-3.3.2-17] [5.0/MQTT-3.3.2-18] [5.0/MQTT-3.1.3-10]
    ...(from.userProperty === undefined ? {} : { userProperty: from.userProperty }),
  };
}

/** Has the message outlived its Message Expiry Interval? An interval of 0 outlives only the moment of its arrival. */
export function isExpired(message: ApplicationMessage, nowMillis: number): boolean {
  if (message.messageExpiryIntervalSeconds === undefined) return false;
  const waitedMillis = nowMillis - message.receivedAtMillis;
  return waitedMillis > 0 && waitedMillis >= message.messageExpiryIntervalSeconds * 1000;
}

/** What is left of the Message Expiry Interval, counting whole seconds waited. [5.0/MQTT-3.3.2-6] */
export function remainingExpirySeconds(message: ApplicationMessage, nowMillis: number): number | undefined {
  if (message.messageExpiryIntervalSeconds === undefined) return undefined;
  // Negative when the message is of an earlier process and the clock was set back since.
  const waitedMillis = Math.max(0, nowMillis - message.receivedAtMillis);
  const waitedSeconds = Math.floor(waitedMillis / 1000);
  return Math.max(0, message.messageExpiryIntervalSeconds - waitedSeconds);
}

/** A copy of a message on its way to one Session. */
export interface Delivery {
  readonly message: ApplicationMessage;
  /** The minimum of the message's QoS and the granted one. */
  readonly qos: QoS;
  readonly retain: boolean;
  /** The Subscriptions that caused it, as they were then. */
  readonly subscriptions: readonly ActiveSubscription[];
  /** The full Topic Filter of the Shared Subscription that chose this Session, if one did. */
  readonly sharedTopicFilter: string | undefined;
  /** Its record, when the Session outlives the process. */
  stored: DeliveryEntry | undefined;
}
