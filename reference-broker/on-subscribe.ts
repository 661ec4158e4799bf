import type { Subscribe, Subscription } from '../src/packet/subscribe.ts';
import { parseSharedSubscription } from '../src/packet/topic.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { type Budget, countLevels } from './limits.ts';
import type { ApplicationMessage, Delivery } from './message.ts';
import { Reason, type Refusal, subackFailure311 } from './reason.ts';
import { storeRefusal } from './store-failure.ts';
import { type ActiveSubscription, lowerQoS } from './subscription.ts';

/** SUBSCRIBE from a client. (3.1.1 and 5.0 section 3.8) */
export function onSubscribe(core: BrokerCore, client: ConnectedClient, subscribe: Subscribe): void {
  const { packetIdentifier, subscriptions } = subscribe;
  const is50 = client.identity.protocolVersion === '5.0';
  if (client.session.inboundQos2.isOpen(packetIdentifier)) {
    // [5.0/U-2.2.1-2] [5.0/MQTT-2.2.1-3]
    if (is50)
      return answer(
        client,
        packetIdentifier,
        subscriptions.map(() => Reason.packetIdentifierInUse),
      );
    // [3.1.1/MQTT-2.3.1-2] [3.1.1/MQTT-4.8.0-1]
    return client.fail({ reasonCode: Reason.packetIdentifierInUse, detail: 'Packet Identifier in use' });
  }
  const unable = is50 ? capabilityRefusal(core, subscribe) : undefined;
  if (unable !== undefined) return client.fail(unable);

  const reasonCodes: number[] = [];
  const retained: Delivery[] = [];
  const budget: Budget = { left: core.settings.limits.retainedSearchSteps };
  // One after the other, with one answer for all. [5.0/MQTT-3.8.4-5] [3.1.1/MQTT-3.8.4-4]
  for (const subscription of subscriptions) {
    const requested = requestedSubscription(client, subscribe, subscription);
    const refusal = subscriptionRefusal(core, client, requested);
    const replay =
      refusal === undefined
        ? retainedFor(core, client, requested, subscription.retainHandling, budget)
        : undefined;
    if (replay === undefined) {
      // [3.1.1/MQTT-3.9.3-2]
      reasonCodes.push(is50 ? (refusal ?? searchTooLong).reasonCode : subackFailure311);
      continue;
    }
    // What is queued or in flight stays. [5.0/MQTT-3.8.4-3] [5.0/MQTT-3.8.4-4] [3.1.1/MQTT-3.8.4-3]
    client.session.subscriptions.set(requested);
    core.subscriptions.add(client.session, requested);
    for (const message of replay) retained.push(retainedDelivery(message, requested));
    // [5.0/MQTT-3.8.4-7] [3.1.1/MQTT-3.8.4-5]
    reasonCodes.push(requested.grantedQoS);
  }
  answer(client, packetIdentifier, reasonCodes);
  for (const delivery of retained) client.session.deliver(delivery);
}

const searchTooLong: Refusal = {
  reasonCode: Reason.quotaExceeded,
  detail: 'The search for retained messages is too long',
};

/** In the order of the Topic Filters, one code each. */
function answer(client: ConnectedClient, packetIdentifier: number, reasonCodes: readonly number[]): void {
  // [5.0/MQTT-3.8.4-1] [5.0/MQTT-3.8.4-2] [5.0/MQTT-2.2.1-6] [5.0/MQTT-3.8.4-6] [5.0/MQTT-3.9.3-1] [5.0/MQTT-3.9.3-2]
  // [3.1.1/MQTT-3.8.4-1] [3.1.1/MQTT-3.8.4-2] [3.1.1/MQTT-2.3.1-7] [3.1.1/MQTT-3.9.3-1]
  client.send({ type: 'suback', packetIdentifier, reasonCodes });
}

function hasWildcard(topicFilter: string): boolean {
  return topicFilter.includes('#') || topicFilter.includes('+');
}

/** What 5.0 makes a Protocol Error of the whole packet, since CONNACK announced it. */
function capabilityRefusal(core: BrokerCore, { subscriptions, properties }: Subscribe): Refusal | undefined {
  const { capabilities } = core.settings;
  const filters = subscriptions.map(({ topicFilter }) => topicFilter);
  if (!capabilities.subscriptionIdentifierAvailable && properties?.subscriptionIdentifier !== undefined) {
    // [5.0/U-3.2.2.3.12-3]
    return {
      reasonCode: Reason.subscriptionIdentifiersNotSupported,
      detail: 'Subscription Identifiers are off',
    };
  }
  if (!capabilities.sharedSubscriptionAvailable && filters.some((filter) => filter.startsWith('$share/'))) {
    // [5.0/U-3.2.2.3.13-3]
    return { reasonCode: Reason.sharedSubscriptionsNotSupported, detail: 'Shared Subscriptions are off' };
  }
  if (!capabilities.wildcardSubscriptionAvailable && filters.some(hasWildcard)) {
    // [5.0/U-3.2.2.3.11-3]
    return { reasonCode: Reason.wildcardSubscriptionsNotSupported, detail: 'Wildcard Subscriptions are off' };
  }
  return undefined;
}

function requestedSubscription(
  client: ConnectedClient,
  { properties }: Subscribe,
  { topicFilter, qos, noLocal, retainAsPublished }: Subscription,
): ActiveSubscription {
  // In 3.1.1 `$share/...` is a Topic Filter like any other.
  const shared = client.identity.protocolVersion === '5.0' ? parseSharedSubscription(topicFilter) : undefined;
  const subscriptionIdentifier = properties?.subscriptionIdentifier;
  return {
    topicFilter,
    matchedFilter: shared?.topicFilter ?? topicFilter,
    ...(shared === undefined ? {} : { shareName: shared.shareName }),
    // Granted as requested, even above Maximum QoS: it is the publisher who is held to that. [5.0/MQTT-3.2.2-10]
    grantedQoS: qos,
    noLocal,
    retainAsPublished,
    // None replaces one just as well. [5.0/U-3.8.2.1.2-3] [5.0/U-3.8.4-7] [5.0/U-3.8.4-8]
    ...(subscriptionIdentifier === undefined ? {} : { subscriptionIdentifier }),
  };
}

/** Why one of the filters cannot be granted. The others of the packet are not touched by it. [5.0/U-4.13.2-1] */
function subscriptionRefusal(
  core: BrokerCore,
  client: ConnectedClient,
  { topicFilter }: ActiveSubscription,
): Refusal | undefined {
  const { limits, capabilities, hooks } = core.settings;
  if (!capabilities.wildcardSubscriptionAvailable && hasWildcard(topicFilter)) {
    // [3.1.1/MQTT-3.8.3-2]
    return { reasonCode: Reason.wildcardSubscriptionsNotSupported, detail: 'Wildcard Subscriptions are off' };
  }
  if (countLevels(topicFilter) > limits.topicLevels) {
    return { reasonCode: Reason.topicFilterInvalid, detail: `More than ${limits.topicLevels} topic levels` };
  }
  if (!client.session.subscriptions.hasRoomFor(topicFilter)) {
    return { reasonCode: Reason.quotaExceeded, detail: 'No room for another subscription' };
  }
  const unsafe = client.session.journal === undefined ? undefined : storeRefusal(core);
  if (unsafe !== undefined) return unsafe;
  const decision = hooks.authorizeSubscribe(client.identity, topicFilter);
  return decision === 'allow' ? undefined : decision;
}

/** The retained messages that a Subscription asks for; absent when the budget does not last for the search. */
function retainedFor(
  core: BrokerCore,
  { session }: ConnectedClient,
  { topicFilter, matchedFilter, shareName, noLocal }: ActiveSubscription,
  retainHandling: Subscription['retainHandling'],
  budget: Budget,
): readonly ApplicationMessage[] | undefined {
  // [5.0/U-3.8.4-3] [5.0/U-3.8.4-4] [5.0/U-4.8.2-3]
  if (shareName !== undefined) return [];
  // [5.0/MQTT-3.3.1-10] [5.0/MQTT-3.3.1-11]
  if (retainHandling === 2 || (retainHandling === 1 && session.subscriptions.has(topicFilter))) return [];
  // [5.0/MQTT-3.3.1-9] [5.0/U-3.8.4-2] [3.1.1/MQTT-3.3.1-6] [3.1.1/U-3.8.4-2]
  const matching = core.retained.matching(matchedFilter, budget);
  // [5.0/MQTT-3.8.3-3]
  return matching?.filter(({ publisher }) => !(noLocal && publisher === session.clientIdentifier));
}

function retainedDelivery(message: ApplicationMessage, subscription: ActiveSubscription): Delivery {
  return {
    message,
    // [5.0/MQTT-3.8.4-8] [3.1.1/MQTT-3.8.4-6]
    qos: lowerQoS(message.qos, subscription.grantedQoS),
    // [5.0/U-3.3.1.3-2] [5.0/U-3.8.3.1-2] [3.1.1/MQTT-3.3.1-8]
    retain: true,
    // [5.0/MQTT-3.3.4-3]
    subscriptions: [subscription],
    sharedTopicFilter: undefined,
    stored: undefined,
  };
}
