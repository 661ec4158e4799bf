import type { QoS } from '../src/packet/qos.ts';
import type { ApplicationMessage, Delivery } from './message.ts';
import { sharedDelivery } from './shared-subscriptions.ts';
import { type ActiveSubscription, lowerQoS } from './subscription.ts';
import type { Subscriber, SubscriptionTree } from './subscription-tree.ts';

/** Hands messages to the Sessions whose Subscriptions match. */
export interface Router {
  /**
   * Adds the message to each matching Session, in the order of the calls.
   *
   * @returns how many Sessions got a copy.
   */
  route(message: ApplicationMessage): number;
}

export function createRouter(subscriptions: SubscriptionTree): Router {
  return {
    // Nothing here waits, so the order of arrival is the order of delivery.
    // [5.0/MQTT-4.6.0-5] [5.0/MQTT-4.6.0-6] [3.1.1/MQTT-4.6.0-5] [3.1.1/MQTT-4.6.0-6]
    route(message) {
      // [5.0/MQTT-3.3.2-3] [3.1.1/MQTT-3.3.2-3] [5.0/U-4.7.3-7] [3.1.1/U-4.7.3-6]
      const { plain, shared } = subscriptions.match(message.topicName);
      let copies = 0;
      for (const [subscriber, matching] of plain) {
        const delivery = plainDelivery(message, withoutOwn(message, subscriber, matching));
        if (delivery === undefined) continue;
        // [5.0/MQTT-4.5.0-1] [3.1.1/MQTT-4.5.0-1] [5.0/U-4.8.1-2]
        subscriber.deliver(delivery);
        copies += 1;
      }
      for (const group of shared) {
        const chosen = group.choose();
        if (chosen === undefined) continue;
        chosen.member.deliver(sharedDelivery(message, chosen.subscription));
        copies += 1;
      }
      return copies;
    },
  };
}

/** The Subscriptions that may forward the message, No Local considered. [5.0/MQTT-3.8.3-3] */
function withoutOwn(
  message: ApplicationMessage,
  subscriber: Subscriber,
  matching: readonly ActiveSubscription[],
): readonly ActiveSubscription[] {
  if (subscriber.clientIdentifier !== message.publisher) return matching;
  return matching.filter(({ noLocal }) => !noLocal);
}

/**
 * One copy for all matching Subscriptions of a Session: the highest QoS, every identifier, and RETAIN kept when one
 * of them asks for it. Nothing when no Subscription is left.
 */
function plainDelivery(
  message: ApplicationMessage,
  matching: readonly ActiveSubscription[],
): Delivery | undefined {
  if (matching.length === 0) return undefined;
  let grantedQoS: QoS = 0;
  let retainAsPublished = false;
  for (const subscription of matching) {
    // [5.0/MQTT-3.3.4-2] [3.1.1/MQTT-3.3.5-1]
    if (subscription.grantedQoS > grantedQoS) grantedQoS = subscription.grantedQoS;
    retainAsPublished ||= subscription.retainAsPublished;
  }
  return {
    message,
    // [5.0/MQTT-3.8.4-8] [3.1.1/MQTT-3.8.4-6]
    qos: lowerQoS(message.qos, grantedQoS),
    // 3.1.1 knows no Retain As Published, so its Subscriptions never set RETAIN here.
    // [5.0/MQTT-3.3.1-12] [5.0/MQTT-3.3.1-13] [3.1.1/MQTT-3.3.1-9]
    retain: retainAsPublished && message.retain,
    subscriptions: matching,
  };
}
