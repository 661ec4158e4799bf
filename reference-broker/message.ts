import type { Will } from '../src/packet/connect.ts';
import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { QoS } from '../src/packet/qos.ts';
import type { ActiveSubscription } from './subscription.ts';

/** The properties of an Application Message that travel unchanged from publisher to subscriber. */
export type ForwardedProperties = Pick<
  PropertiesOf<'publish'>,
  'payloadFormatIndicator' | 'contentType' | 'responseTopic' | 'correlationData' | 'userProperty'
>;

/** An Application Message that the broker owns: no packet, so no DUP, no Packet Identifier, no Topic Alias. */
export interface ApplicationMessage {
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: ForwardedProperties;
  /** Absent: the message does not expire. [5.0/U-3.3.2.3.3-1] */
  readonly messageExpiryIntervalSeconds?: number;
  /** When the broker took ownership, on the broker's clock. */
  readonly receivedAtMillis: number;
  /** Client Identifier of the publisher, for No Local. */
  readonly publisher: string;
}

interface Origin {
  readonly publisher: string;
  readonly nowMillis: number;
}

/** The message of a received PUBLISH whose Topic Alias is already resolved to `topicName`. */
export function messageOfPublish(publish: Publish, topicName: string, origin: Origin): ApplicationMessage {
  return messageOf({ ...publish, topicName }, publish.properties ?? {}, origin);
}

/** The message of a Will. Its Will Delay Interval says when to publish, and is not sent. [5.0/U-3.1.3.2-2] */
export function messageOfWill(will: Will, origin: Origin): ApplicationMessage {
  return messageOf(will, will.properties ?? {}, origin);
}

function messageOf(
  content: Pick<ApplicationMessage, 'topicName' | 'payload' | 'qos' | 'retain'>,
  properties: ForwardedProperties & { readonly messageExpiryIntervalSeconds?: number },
  origin: Origin,
): ApplicationMessage {
  const expiry = properties.messageExpiryIntervalSeconds;
  return {
    topicName: content.topicName,
    payload: ownBytes(content.payload),
    qos: content.qos,
    retain: content.retain,
    properties: forwardedProperties(properties),
    // [5.0/U-3.1.3.2.4-2] [5.0/U-3.1.3.2.4-3]
    ...(expiry === undefined ? {} : { messageExpiryIntervalSeconds: expiry }),
    receivedAtMillis: origin.nowMillis,
    publisher: origin.publisher,
  };
}

/**
 * Bytes that may be kept. What the decoder gives is a view of the chunk that came from the network: a small one
 * that waits in a queue would hold the whole chunk in memory.
 */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length * 4 < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
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
  const waitedSeconds = Math.floor((nowMillis - message.receivedAtMillis) / 1000);
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
  readonly sharedTopicFilter?: string;
}
