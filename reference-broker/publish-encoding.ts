import { encode } from '../src/packet/encode.ts';
import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type ApplicationMessage, type Delivery, remainingExpirySeconds } from './message.ts';
import type { SessionSubscriptions } from './session-subscriptions.ts';
import type { AliasUse } from './topic-alias.ts';

/** What the client's terms and the Session say about a PUBLISH. */
export interface PublishContext {
  readonly subscriptions: Pick<SessionSubscriptions, 'get'>;
  /** Asked only for a message that expires. */
  readonly nowMillis: () => number;
}

/**
 * The PUBLISH that carries a delivery to a client of 3.1.1.
 *
 * @param packetIdentifier 0 at QoS 0, where it is not written. [5.0/MQTT-2.2.1-2] [3.1.1/MQTT-2.3.1-5]
 * @param dup Never taken from the PUBLISH that came in: only a resend sets it.
 * [5.0/MQTT-3.3.1-1] [5.0/MQTT-3.3.1-2] [5.0/MQTT-3.3.1-3] [5.0/MQTT-4.3.1-1] [5.0/MQTT-4.3.2-2] [5.0/MQTT-4.3.3-2]
 * [3.1.1/MQTT-3.3.1-1] [3.1.1/MQTT-3.3.1-2] [3.1.1/MQTT-3.3.1-3] [3.1.1/MQTT-4.3.1-1]
 */
export function publishOf311(
  { message, qos, retain }: Delivery,
  packetIdentifier: number,
  dup: boolean,
): Publish {
  const { topicName, payload } = message;
  return { type: 'publish', topicName, payload, qos, dup, retain, packetIdentifier };
}

/** The same for a client of 5.0, with what its Subscriptions add. */
export function publishOf50(
  delivery: Delivery,
  packetIdentifier: number,
  dup: boolean,
  context: PublishContext,
): Publish {
  const { message, qos, retain } = delivery;
  const { topicName, payload } = message;
  const properties = propertiesOf(delivery, context);
  return { type: 'publish', topicName, payload, qos, dup, retain, packetIdentifier, properties };
}

/**
 * The PUBLISH at QoS 0 as all subscribers of a version get it, encoded once for all of them; nothing when this one's
 * says something of its own.
 */
export function sharedFrame(delivery: Delivery, version: ProtocolVersion): Uint8Array | undefined {
  const { message } = delivery;
  if (delivery.retain) return undefined;
  if (version === '3.1.1') {
    message.frames.v311 ??= encode(plainPublish(message), '3.1.1');
    return message.frames.v311;
  }
  if (message.messageExpiryIntervalSeconds !== undefined || hasIdentifier(delivery)) return undefined;
  message.frames.v50 ??= encode({ ...plainPublish(message), properties: message.properties }, '5.0');
  return message.frames.v50;
}

function plainPublish({ topicName, payload }: ApplicationMessage): Publish {
  return { type: 'publish', topicName, payload, qos: 0, dup: false, retain: false };
}

function hasIdentifier({ subscriptions }: Delivery): boolean {
  for (const { subscriptionIdentifier } of subscriptions)
    if (subscriptionIdentifier !== undefined) return true;
  return false;
}

function propertiesOf(delivery: Delivery, context: PublishContext): PropertiesOf<'publish'> {
  const { message } = delivery;
  // Most messages have nothing to add, and a new object for each of them would cost as much as its encoding.
  if (message.messageExpiryIntervalSeconds === undefined && !mayHaveIdentifier(delivery, context))
    return message.properties;
  const messageExpiryIntervalSeconds =
    message.messageExpiryIntervalSeconds === undefined
      ? undefined
      : remainingExpirySeconds(message, context.nowMillis());
  const subscriptionIdentifier = subscriptionIdentifiers(delivery, context);
  return {
    ...message.properties,
    // [5.0/MQTT-3.3.2-6]
    ...(messageExpiryIntervalSeconds === undefined ? {} : { messageExpiryIntervalSeconds }),
    ...(subscriptionIdentifier.length === 0 ? {} : { subscriptionIdentifier }),
  };
}

function mayHaveIdentifier({ subscriptions }: Delivery, context: PublishContext): boolean {
  for (const subscription of subscriptions) {
    if (subscription.subscriptionIdentifier !== undefined) return true;
    // Replaced meanwhile: the new one may have an identifier.
    if (context.subscriptions.get(subscription.topicFilter) !== subscription) return true;
  }
  return false;
}

/**
 * The identifiers that the Subscriptions have now: once one was replaced, the old one is not sent again, whatever
 * waited meanwhile. Equal ones stand once for each Subscription.
 * [5.0/MQTT-3.3.4-3] [5.0/MQTT-3.3.4-4] [5.0/U-3.3.4-1] [5.0/U-3.3.4-4] [5.0/U-3.3.4-5] [5.0/U-3.8.4-8]
 */
function subscriptionIdentifiers({ subscriptions }: Delivery, context: PublishContext): number[] {
  const identifiers: number[] = [];
  for (const subscription of subscriptions) {
    const current = context.subscriptions.get(subscription.topicFilter) ?? subscription;
    if (current.subscriptionIdentifier !== undefined) identifiers.push(current.subscriptionIdentifier);
  }
  return identifiers;
}

/** The same PUBLISH with its topic named by an alias. [5.0/U-3.3.2.3.4-2] [5.0/U-3.3.2.3.4-3] */
export function withTopicAlias(publish: Publish, { kind, topicAlias }: AliasUse): Publish {
  return {
    ...publish,
    topicName: kind === 'refer' ? '' : publish.topicName,
    properties: { ...publish.properties, topicAlias },
  };
}
