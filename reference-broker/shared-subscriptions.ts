import { type ApplicationMessage, type Delivery } from './message.ts';
import { type ActiveSubscription, lowerQoS } from './subscription.ts';

/** What a Shared Subscription needs to know of a Session. */
export interface SharedMember {
  /** True while a Network Connection is open. */
  readonly isConnected: boolean;
}

/**
 * The Sessions of one Shared Subscription, asked in turn. Connected ones come first, because a message given to an
 * absent one waits while others could work. [5.0/U-4.8.2-7]
 */
export interface SharedGroup<M extends SharedMember> {
  readonly size: number;
  /** A second SUBSCRIBE changes the options and does not count twice. [5.0/U-4.8.2-10] */
  join(member: M, subscription: ActiveSubscription): void;
  /** @returns false when the Session was no member. */
  leave(member: M): boolean;
  /** The one Session that gets the next message, with its own options. [5.0/U-4.8.2-4] */
  choose(): { readonly member: M; readonly subscription: ActiveSubscription } | undefined;
}

export function createSharedGroup<M extends SharedMember>(): SharedGroup<M> {
  const members = new Map<M, ActiveSubscription>();

  function next(): M | undefined {
    for (const member of members.keys()) {
      if (member.isConnected) return member;
    }
    return members.keys().next().value;
  }

  return {
    get size() {
      return members.size;
    },
    join: (member, subscription) => void members.set(member, subscription),
    leave: (member) => members.delete(member),
    choose() {
      const member = next();
      const subscription = member && members.get(member);
      if (member === undefined || subscription === undefined) return undefined;
      // To the end of the line.
      members.delete(member);
      members.set(member, subscription);
      return { member, subscription };
    },
  };
}

/** The copy for the chosen Session: its granted QoS, its identifier, nobody else's. */
export function sharedDelivery(message: ApplicationMessage, subscription: ActiveSubscription): Delivery {
  return {
    message,
    // [5.0/MQTT-4.8.2-3]
    qos: lowerQoS(message.qos, subscription.grantedQoS),
    // [5.0/MQTT-3.3.1-12] [5.0/MQTT-3.3.1-13]
    retain: subscription.retainAsPublished && message.retain,
    // [5.0/U-3.3.4-6] [5.0/MQTT-3.3.4-5]
    subscriptions: [subscription],
    sharedTopicFilter: subscription.topicFilter,
    stored: undefined,
  };
}
