import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type Delivery, remainingExpirySeconds } from './message.ts';
import type { Transmission } from './outbound.ts';
import type { AliasUse } from './topic-alias.ts';

/** The PUBLISH that carries a delivery to a client of this version. */
export function publishOf(
  delivery: Delivery,
  transmission: Transmission,
  version: ProtocolVersion,
  nowMillis: number,
): Publish {
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
    ...(version === '3.1.1' ? {} : { properties: propertiesOf(delivery, nowMillis) }),
  };
}

function propertiesOf(delivery: Delivery, nowMillis: number): PropertiesOf<'publish'> {
  const { message, subscriptionIdentifiers } = delivery;
  const messageExpiryIntervalSeconds = remainingExpirySeconds(message, nowMillis);
  return {
    ...message.properties,
    // [5.0/MQTT-3.3.2-6]
    ...(messageExpiryIntervalSeconds === undefined ? {} : { messageExpiryIntervalSeconds }),
    // [5.0/U-3.3.4-1] [5.0/U-3.3.4-5] [5.0/MQTT-3.3.4-4]
    ...(subscriptionIdentifiers.length === 0 ? {} : { subscriptionIdentifier: subscriptionIdentifiers }),
  };
}

/** The same PUBLISH with its topic named by an alias. [5.0/U-3.3.2.3.4-2] [5.0/U-3.3.2.3.4-3] */
export function withTopicAlias(publish: Publish, { kind, topicAlias }: AliasUse): Publish {
  return {
    ...publish,
    topicName: kind === 'refer' ? '' : publish.topicName,
    properties: { ...publish.properties, topicAlias },
  };
}
