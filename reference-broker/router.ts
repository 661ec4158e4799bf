import { type ApplicationMessage, type Delivery, forgetFrames } from './message.ts';
import { type PlannedCopy, routeOf } from './route.ts';
import { createRouteCache } from './route-cache.ts';
import { type SharedGroup, sharedDelivery } from './shared-subscriptions.ts';
import { lowerQoS } from './subscription.ts';
import type { Subscriber, SubscriptionTree } from './subscription-tree.ts';

/** What became of a message. */
export interface Routed {
  /** How many Sessions got a copy. */
  readonly copies: number;
  /** How many had no room for theirs. */
  readonly dropped: number;
}

/** Hands messages to the Sessions whose Subscriptions match. */
export interface Router {
  /** Adds the message to each matching Session, in the order of the calls. */
  route(message: ApplicationMessage): Routed;
}

const nobody: Routed = { copies: 0, dropped: 0 };
const onlyOne: Routed = { copies: 1, dropped: 0 };

export function createRouter(subscriptions: SubscriptionTree): Router {
  const routes = createRouteCache((topicName) => routeOf(subscriptions.match(topicName)));

  return {
    // Nothing here waits, so the order of arrival is the order of delivery.
    // [5.0/MQTT-4.6.0-5] [5.0/MQTT-4.6.0-6] [3.1.1/MQTT-4.6.0-5] [3.1.1/MQTT-4.6.0-6]
    route(message) {
      // [5.0/MQTT-3.3.2-3] [3.1.1/MQTT-3.3.2-3] [5.0/U-4.7.3-7] [3.1.1/U-4.7.3-6]
      const { plain, shared } = routes.get(message.topicName, subscriptions.revision);
      let copies = 0;
      let dropped = 0;
      for (const planned of plain) {
        const delivery = plainDelivery(message, planned);
        if (delivery === undefined) continue;
        // [5.0/MQTT-4.5.0-1] [3.1.1/MQTT-4.5.0-1] [5.0/U-4.8.1-2]
        if (planned.subscriber.deliver(delivery) === 'taken') copies += 1;
        else dropped += 1;
      }
      for (const group of shared) {
        const outcome = deliverShared(message, group);
        if (outcome === 'taken') copies += 1;
        else if (outcome === 'dropped') dropped += 1;
      }
      forgetFrames(message);
      if (dropped > 0) return { copies, dropped };
      return copies === 0 ? nobody : copies === 1 ? onlyOne : { copies, dropped };
    },
  };
}

/** Nothing when no Subscription is left that may forward the message. */
function plainDelivery(message: ApplicationMessage, planned: PlannedCopy): Delivery | undefined {
  const isOwn = planned.subscriber.clientIdentifier === message.publisher;
  // [5.0/MQTT-3.8.3-3]
  const copy = isOwn ? planned.ofOwn : planned.ofOthers;
  if (copy === undefined) return undefined;
  return {
    message,
    // [5.0/MQTT-3.8.4-8] [3.1.1/MQTT-3.8.4-6]
    qos: lowerQoS(message.qos, copy.grantedQoS),
    // 3.1.1 knows no Retain As Published, so its Subscriptions never set RETAIN here.
    // [5.0/MQTT-3.3.1-12] [5.0/MQTT-3.3.1-13] [3.1.1/MQTT-3.3.1-9]
    retain: copy.retainAsPublished && message.retain,
    subscriptions: copy.subscriptions,
    sharedTopicFilter: undefined,
    stored: undefined,
  };
}

function deliverShared(
  message: ApplicationMessage,
  group: SharedGroup<Subscriber>,
): 'taken' | 'dropped' | 'nobody' {
  const chosen = group.choose();
  if (chosen === undefined) return 'nobody';
  return chosen.member.deliver(sharedDelivery(message, chosen.subscription));
}
