import type { Publish } from '../src/packet/publish.ts';
import type { ConnectedClient } from './client.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { type ApplicationMessage, messageOfPublish } from './message.ts';
import { publishRefusal } from './publish-rights.ts';
import { Reason, type Refusal } from './reason.ts';

/** PUBLISH from a client. (3.1.1 section 3.3, 5.0 section 3.3) */
export function onPublish(core: BrokerCore, client: ConnectedClient, publish: Publish): void {
  const topic = client.inboundAliases.resolve(publish.topicName, publish.properties?.topicAlias);
  switch (topic.kind) {
    case 'alias-out-of-range':
      return client.fail({
        reasonCode: Reason.topicAliasInvalid,
        detail: 'Topic Alias above Topic Alias Maximum',
      });
    case 'alias-unknown':
      return client.fail({
        reasonCode: Reason.protocolError,
        detail: 'Topic Alias without a Topic Name so far',
      });
    case 'topic':
      break;
  }
  const unable = capabilityRefusal(core, client, publish);
  if (unable !== undefined) return client.fail(unable);

  core.counters.messagesReceived[publish.qos] += 1;
  const message = messageOfPublish(publish, topic.topicName, {
    publisher: client.identity.clientIdentifier,
    nowMillis: core.clock.nowMs(),
  });
  // [5.0/MQTT-3.3.4-1] [3.1.1/MQTT-3.3.4-1]
  switch (publish.qos) {
    case 0:
      return receiveQoS0(core, client, message);
    case 1:
      return receiveQoS1(core, client, message, publish.packetIdentifier ?? 0);
    case 2:
      return receiveQoS2(core, client, message, publish.packetIdentifier ?? 0);
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
  if (message.retain && !core.retained.hasRoomFor(message)) {
    return { reasonCode: Reason.quotaExceeded, detail: 'No room for another retained message' };
  }
  return undefined;
}

function accept(core: BrokerCore, message: ApplicationMessage): number {
  return publishMessage(
    core,
    core.settings.capabilities.retainAvailable ? message : { ...message, retain: false },
  );
}

function receiveQoS0(core: BrokerCore, client: ConnectedClient, message: ApplicationMessage): void {
  const refusal = messageRefusal(core, client, message);
  // QoS 0 has no answer, so a refusal is silent. [5.0/U-4.3.1-1] [3.1.1/U-4.3.1-1]
  if (refusal === undefined) accept(core, message);
  else core.counters.messagesDropped.refused += 1;
}

function receiveQoS1(
  core: BrokerCore,
  client: ConnectedClient,
  message: ApplicationMessage,
  packetIdentifier: number,
): void {
  const answer = (reasonCode: number, detail?: string): void =>
    client.send({ type: 'puback', packetIdentifier, reasonCode, ...explained(detail) });

  // [5.0/U-2.2.1-2] [5.0/MQTT-2.2.1-3] [3.1.1/MQTT-2.3.1-2]
  if (client.session.inboundQos2.isOpen(packetIdentifier)) {
    return refuseIdentifier(client, () => answer(Reason.packetIdentifierInUse, identifierInUse));
  }
  const refusal = messageRefusal(core, client, message);
  if (refusal !== undefined) return refuseMessage(core, client, refusal, answer);
  const copies = accept(core, message);
  // DUP says nothing here: each QoS 1 PUBLISH is a new message. [5.0/MQTT-4.3.2-5] [3.1.1/MQTT-4.3.2-2]
  // [5.0/MQTT-4.3.2-4] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-2.3.1-6] [5.0/U-3.4.2.1-2]
  answer(copies === 0 ? Reason.noMatchingSubscribers : Reason.success);
}

function receiveQoS2(
  core: BrokerCore,
  client: ConnectedClient,
  message: ApplicationMessage,
  packetIdentifier: number,
): void {
  const answer = (reasonCode: number, detail?: string): void =>
    client.send({ type: 'pubrec', packetIdentifier, reasonCode, ...explained(detail) });
  const { inboundQos2 } = client.session;

  if (inboundQos2.isOpen(packetIdentifier)) {
    client.receiveWindow.open(packetIdentifier);
    // [5.0/MQTT-4.3.3-10] [3.1.1/MQTT-4.3.3-2]
    return answer(Reason.success);
  }
  const refusal = messageRefusal(core, client, message);
  if (refusal !== undefined && !isTakenInSilence(client, refusal)) {
    // The identifier is not kept, so what comes next under it is new. [5.0/MQTT-4.3.3-9]
    return refuseMessage(core, client, refusal, answer);
  }
  // Expiry is a matter of the copies that go out; this exchange runs to its end. [5.0/MQTT-4.3.3-13]
  inboundQos2.receive(packetIdentifier);
  client.receiveWindow.open(packetIdentifier);
  if (refusal !== undefined) {
    core.counters.messagesDropped.refused += 1;
    return answer(Reason.success);
  }
  const copies = accept(core, message);
  // [5.0/MQTT-4.3.3-8] [5.0/MQTT-2.2.1-5] [3.1.1/MQTT-4.3.3-2] [5.0/U-3.5.2.1-2]
  answer(copies === 0 ? Reason.noMatchingSubscribers : Reason.success);
}

const identifierInUse = 'The Packet Identifier belongs to an open QoS 2 exchange';

function explained(detail: string | undefined): { readonly properties?: { readonly reasonString: string } } {
  return detail === undefined ? {} : { properties: { reasonString: detail } };
}

/** 3.1.1 has no way to say no: a message that may not be published is acknowledged and dropped. [3.1.1/MQTT-3.3.5-2] */
function isTakenInSilence(client: ConnectedClient, refusal: Refusal): boolean {
  return client.identity.protocolVersion === '3.1.1' && refusal.reasonCode !== Reason.quotaExceeded;
}

function refuseMessage(
  core: BrokerCore,
  client: ConnectedClient,
  refusal: Refusal,
  answer: (reasonCode: number, detail?: string) => void,
): void {
  core.counters.messagesDropped.refused += 1;
  if (client.identity.protocolVersion === '5.0') return answer(refusal.reasonCode, refusal.detail);
  if (isTakenInSilence(client, refusal)) return answer(Reason.success);
  // Want of room is a Transient Error. [3.1.1/MQTT-4.8.0-2]
  client.fail(refusal);
}

/** An identifier that is in use: 5.0 has a Reason Code for it, in 3.1.1 it is a protocol violation. [3.1.1/MQTT-4.8.0-1] */
function refuseIdentifier(client: ConnectedClient, answer: () => void): void {
  if (client.identity.protocolVersion === '5.0') return answer();
  client.fail({ reasonCode: Reason.packetIdentifierInUse, detail: identifierInUse });
}
