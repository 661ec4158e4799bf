import type { DecodedPacket } from '../src/packet/decoder.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { ConnectedClient } from './client.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { type ApplicationMessage, messageOfPublish, offerFrame } from './message.ts';
import { publishRefusal } from './publish-rights.ts';
import { firstFailureCode, Reason, type Refusal } from './reason.ts';
import type { Routed } from './router.ts';
import { storeRefusal } from './store-failure.ts';

/**
 * PUBLISH from a client. (3.1.1 section 3.3, 5.0 section 3.3)
 *
 * @param decoded what it came in
 */
export function onPublish(
  core: BrokerCore,
  client: ConnectedClient,
  publish: Publish,
  decoded: DecodedPacket,
): void {
  const topicName = topicNameOf(client, publish);
  if (typeof topicName !== 'string') return client.fail(topicName);
  const unable = capabilityRefusal(core, client, publish);
  if (unable !== undefined) return client.fail(unable);

  core.counters.messagesReceived[publish.qos] += 1;
  if (client.session.connection !== undefined) client.session.connection.messagesReceived += 1;
  const message = withoutRetain(
    core,
    messageOfPublish(publish, topicName, {
      publisher: client.identity.clientIdentifier,
      nowMillis: core.turn.startedAtMillis,
    }),
  );
  // [5.0/MQTT-3.3.4-1] [3.1.1/MQTT-3.3.4-1]
  switch (publish.qos) {
    case 0:
      offerFrame(message, publish, decoded.bytes, client.identity.protocolVersion);
      return receiveQoS0(core, client, message);
    case 1:
      return receiveQoS1(core, client, message, publish.packetIdentifier ?? 0);
    case 2:
      return receiveQoS2(core, client, message, publish.packetIdentifier ?? 0);
  }
}

/** A 3.1.1 client cannot be told that RETAIN is off. */
function withoutRetain({ settings }: BrokerCore, message: ApplicationMessage): ApplicationMessage {
  if (!message.retain || settings.capabilities.retainAvailable) return message;
  return { ...message, retain: false };
}

function topicNameOf(client: ConnectedClient, { topicName, properties }: Publish): string | Refusal {
  if (properties?.topicAlias === undefined) return topicName;
  const topic = client.inboundAliases.resolve(topicName, properties.topicAlias);
  switch (topic.kind) {
    case 'topic':
      return topic.topicName;
    case 'alias-out-of-range':
      return { reasonCode: Reason.topicAliasInvalid, detail: 'Topic Alias above Topic Alias Maximum' };
    case 'alias-unknown':
      return { reasonCode: Reason.protocolError, detail: 'Topic Alias without a Topic Name so far' };
  }
}

/** What the broker announced that it cannot do. */
function capabilityRefusal(core: BrokerCore, client: ConnectedClient, publish: Publish): Refusal | undefined {
  const { maximumQoS, retainAvailable } = core.settings.capabilities;
  if (publish.qos > maximumQoS) {
    // [5.0/U-3.2.2.3.4-3] [5.0/U-3.3.1.2-1] [5.0/MQTT-3.2.2-11]
    return {
      reasonCode: Reason.qosNotSupported,
      detail: `QoS ${publish.qos} is above Maximum QoS ${maximumQoS}`,
    };
  }
  // A 3.1.1 client cannot be told that RETAIN is off; its message is taken without it, see `withoutRetain`.
  if (publish.retain && !retainAvailable && client.identity.protocolVersion === '5.0') {
    // [5.0/U-3.2.2.3.5-3] [5.0/U-3.3.1.3-1] [5.0/MQTT-3.2.2-14]
    return { reasonCode: Reason.retainNotSupported, detail: 'RETAIN is 1, but Retain Available is 0' };
  }
  const packetIdentifier = publish.packetIdentifier;
  if (packetIdentifier !== undefined && !client.receiveWindow.admits(packetIdentifier)) {
    // [5.0/U-3.3.4-12] [5.0/MQTT-3.3.4-7] [5.0/MQTT-4.9.0-2]
    return {
      reasonCode: Reason.receiveMaximumExceeded,
      detail: 'More unfinished messages than Receive Maximum',
    };
  }
  return undefined;
}

/** Checks that may fail for one message alone, made before the broker takes ownership. (5.0 section 4.3.3) */
function messageRefusal(
  core: BrokerCore,
  client: ConnectedClient,
  message: ApplicationMessage,
): Refusal | undefined {
  const refusal = publishRefusal(core.settings, client.identity, message.topicName);
  if (refusal !== undefined) return refusal;
  // What must arrive, or stay, has to be on disk.
  const unsafe = message.qos > 0 || message.retain ? storeRefusal(core) : undefined;
  if (unsafe !== undefined) return unsafe;
  if (message.retain && !core.retained.hasRoomFor(message)) {
    return { reasonCode: Reason.quotaExceeded, detail: 'No room for another retained message' };
  }
  return undefined;
}

function receiveQoS0(core: BrokerCore, client: ConnectedClient, message: ApplicationMessage): void {
  const refusal = messageRefusal(core, client, message);
  // QoS 0 has no answer, so a refusal is silent. [5.0/U-4.3.1-1] [3.1.1/U-4.3.1-1]
  if (refusal === undefined) publishMessage(core, message);
  else core.counters.messagesDropped.refused += 1;
}

function receiveQoS1(
  core: BrokerCore,
  client: ConnectedClient,
  message: ApplicationMessage,
  packetIdentifier: number,
): void {
  const exchange = { type: 'puback', packetIdentifier } as const;
  // [5.0/U-2.2.1-2] [5.0/MQTT-2.2.1-3] [3.1.1/MQTT-2.3.1-2]
  if (client.session.inboundQos2.isOpen(packetIdentifier)) return refuseIdentifier(client, exchange);
  const refusal = messageRefusal(core, client, message);
  if (refusal !== undefined) return refuseMessage(core, client, refusal, exchange);
  const routed = publishMessage(core, message);
  // DUP says nothing here: each QoS 1 PUBLISH is a new message. [5.0/MQTT-4.3.2-5] [3.1.1/MQTT-4.3.2-2]
  // [5.0/MQTT-4.3.2-4] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-2.3.1-6] [5.0/U-3.4.2.1-2]
  client.acknowledge({ type: 'puback', packetIdentifier, reasonCode: reasonOf(routed) }, message);
}

function receiveQoS2(
  core: BrokerCore,
  client: ConnectedClient,
  message: ApplicationMessage,
  packetIdentifier: number,
): void {
  const exchange = { type: 'pubrec', packetIdentifier } as const;
  const { inboundQos2 } = client.session;

  if (inboundQos2.isOpen(packetIdentifier)) {
    client.receiveWindow.open(packetIdentifier);
    // [5.0/MQTT-4.3.3-10] [3.1.1/MQTT-4.3.3-2]
    return client.send({ ...exchange, reasonCode: Reason.success });
  }
  const refusal = messageRefusal(core, client, message);
  if (refusal !== undefined && !isTakenInSilence(client, refusal)) {
    // The identifier is not kept, so what comes next under it is new. [5.0/MQTT-4.3.3-9]
    return refuseMessage(core, client, refusal, exchange);
  }
  const routed = refusal === undefined ? publishMessage(core, message) : undefined;
  const reasonCode = routed === undefined ? Reason.success : reasonOf(routed);
  // Nobody had room for it: a failure, so the exchange ends here. [5.0/MQTT-4.3.3-9]
  if (reasonCode < firstFailureCode || client.identity.protocolVersion === '3.1.1') {
    // Expiry is a matter of the copies that go out; this exchange runs to its end. [5.0/MQTT-4.3.3-13]
    inboundQos2.receive(packetIdentifier);
    client.receiveWindow.open(packetIdentifier);
  }
  if (routed === undefined) core.counters.messagesDropped.refused += 1;
  // [5.0/MQTT-4.3.3-8] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-4.3.3-2] [5.0/U-3.5.2.1-2]
  client.send({ type: 'pubrec', packetIdentifier, reasonCode });
}

/** In 3.1.1 the code is not sent. */
function reasonOf({ copies, dropped }: Routed): number {
  if (copies > 0) return Reason.success;
  return dropped > 0 ? Reason.quotaExceeded : Reason.noMatchingSubscribers;
}

/** The answer that a PUBLISH is owed, but for its Reason Code. */
interface OwedAnswer {
  readonly type: 'puback' | 'pubrec';
  readonly packetIdentifier: number;
}

/** 3.1.1 has no way to say no: a message that may not be published is acknowledged and dropped. [3.1.1/MQTT-3.3.5-2] */
function isTakenInSilence(client: ConnectedClient, refusal: Refusal): boolean {
  return client.identity.protocolVersion === '3.1.1' && refusal.reasonCode !== Reason.quotaExceeded;
}

function refuseMessage(core: BrokerCore, client: ConnectedClient, refusal: Refusal, owed: OwedAnswer): void {
  core.counters.messagesDropped.refused += 1;
  if (client.identity.protocolVersion === '5.0') return refuse(client, refusal, owed);
  if (isTakenInSilence(client, refusal)) return client.send({ ...owed, reasonCode: Reason.success });
  // Want of room is a Transient Error. [3.1.1/MQTT-4.8.0-2]
  client.fail(refusal);
}

function refuse(client: ConnectedClient, { reasonCode, detail }: Refusal, owed: OwedAnswer): void {
  client.send({ ...owed, reasonCode, properties: { reasonString: detail } });
}

const identifierInUse: Refusal = {
  reasonCode: Reason.packetIdentifierInUse,
  detail: 'The Packet Identifier belongs to an open QoS 2 exchange',
};

/** An identifier that is in use: 5.0 has a Reason Code for it, in 3.1.1 it is a protocol violation. [3.1.1/MQTT-4.8.0-1] */
function refuseIdentifier(client: ConnectedClient, owed: OwedAnswer): void {
  if (client.identity.protocolVersion === '5.0') return refuse(client, identifierInUse, owed);
  client.fail(identifierInUse);
}
