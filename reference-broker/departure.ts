import { parseSharedSubscription } from '../src/packet/topic.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import type { Delivery } from './message.ts';
import type { Session } from './session.ts';
import { sharedDelivery } from './shared-subscriptions.ts';
import type { SubscriptionTree } from './subscription-tree.ts';

/** A client's Network Connection is gone: its Will and its Session take their course. */
export function depart(core: BrokerCore, { session, will }: ConnectedClient): void {
  session.connection = undefined;
  session.outbound.detach();
  // [5.0/MQTT-3.1.2-8] [5.0/U-3.14-1] [3.1.1/MQTT-3.1.2-8]
  if (will !== undefined) core.wills.connectionLost(session, will);
  session.journal?.disconnected(core.clock.nowMs(), session.expiryIntervalSeconds);
  core.sessions.connectionLost(session, session.expiryIntervalSeconds);
}

/** A Session ended: its Subscriptions go, and its shared messages to those who remain. */
export function dissolve(subscriptions: SubscriptionTree, session: Session): void {
  // [5.0/U-4.8.2-5]
  for (const subscription of session.subscriptions.values()) subscriptions.remove(session, subscription);
  session.outbound.abandon((delivery) => redistribute(subscriptions, delivery));
  session.journal?.ended();
}

/** [5.0/U-4.8.2-9] [5.0/U-4.8.2-6] */
function redistribute(subscriptions: SubscriptionTree, { message, sharedTopicFilter }: Delivery): void {
  const shared = sharedTopicFilter === undefined ? undefined : parseSharedSubscription(sharedTopicFilter);
  if (shared === undefined) return;
  const chosen = subscriptions.sharedGroup(shared.shareName, shared.topicFilter)?.choose();
  chosen?.member.deliver(sharedDelivery(message, chosen.subscription));
}
