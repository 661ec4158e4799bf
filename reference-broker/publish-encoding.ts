import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type Delivery, remainingExpirySeconds } from './message.ts';
import type { Transmission } from './outbound.ts';
import type { SessionSubscriptions } from './session.ts';
import type { AliasUse } from './topic-alias.ts';

/** What the client's terms and the Session say about a PUBLISH. */
export interface PublishContext {
  readonly version: ProtocolVersion;
  readonly subscriptions: Pick<SessionSubscriptions, 'get'>;
  readonly nowMillis: number;
}

/** The PUBLISH that carries a delivery to a client of this version. */
export function publishOf(delivery: Delivery, transmission: Transmission, context: PublishContext): Publish {
  const { message } = delivery;
  return {
    type: 'publish',
    topicName: message.topicName,
    payload: message.payload,
    qos: delivery.qos,
    // Never taken from the PUBLISH that came in: only a resend sets it.
    // [5.0/MQTT-3.3.1-1] [5.0/MQTT-3.3.1-2] [5.0/MQTT-3.3.1-3] [5.0/MQTT-4.3.1-1] [5.0/MQTT-4.3.2-2] [5.0/MQTT-4.3.3-2]
    // [3.1.1/MQTT-3.3.1-1] [3.1.1/MQTT-3.3.1-2] [3.1.1/MQTT-3.3.1-3] [3.1.1/MQTT-4.3.1-1]
    dup: transmission.kind === 'again',
    retain: delivery.retain,
    // [5.0/MQTT-2.2.1-2] [3.1.1/MQTT-2.3.1-5]
    ...(transmission.kind === 'qos0' ? {} : { packetIdentifier: transmission.packetIdentifier }),
    ...(context.version === '3.1.1' ? {} : { properties: propertiesOf(delivery, context) }),
  };
}

function propertiesOf(delivery: Delivery, context: PublishContext): PropertiesOf<'publish'> {
  const { message } = delivery;
  const messageExpiryIntervalSeconds = remainingExpirySeconds(message, context.nowMillis);
  const subscriptionIdentifier = subscriptionIdentifiers(delivery, context);
  return {
    ...message.properties,
    // [5.0/MQTT-3.3.2-6]
    ...(messageExpiryIntervalSeconds === undefined ? {} : { messageExpiryIntervalSeconds }),
    ...(subscriptionIdentifier.length === 0 ? {} : { subscriptionIdentifier }),
  };
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
