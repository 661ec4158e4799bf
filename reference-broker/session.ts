import { createInboundQos2, type InboundQos2 } from './inbound-qos2.ts';
import { countLevels, type Limits } from './limits.ts';
import type { ClientIdentity } from './options.ts';
import { createOutbound, type Outbound, type OutboundOptions } from './outbound.ts';
import type { ActiveSubscription } from './subscription.ts';
import type { Subscriber } from './subscription-tree.ts';

/** The Network Connection that a Session has at the moment. */
export interface SessionConnection {
  /** Another Network Connection took the Client Identifier. */
  takeOver(): void;
}

/** Session Expiry Interval of a Session that never ends by itself. [5.0/U-3.1.2.11.2-3] */
export const neverExpires = 0xffffffff;

/**
 * The Session State that the broker keeps for one Client Identifier. (3.1.1 section 3.1.2.4, 5.0 section 4.1)
 * [3.1.1/MQTT-3.1.3-2] [5.0/MQTT-3.1.3-2] [3.1.1/U-3.1.2.4-4] [5.0/U-4.1-4]
 */
export interface Session extends Subscriber {
  /** Whom it belongs to, as of the last CONNECT. */
  identity: ClientIdentity;
  readonly outbound: Outbound;
  readonly inboundQos2: InboundQos2;
  readonly subscriptions: SessionSubscriptions;
  /** Seconds that the Session outlives its Network Connection; 0 ends it with the connection. */
  expiryIntervalSeconds: number;
  /** Absent while the client is away. */
  connection: SessionConnection | undefined;
}

/** The Subscriptions of one Session by their Topic Filter as the client wrote it. */
export interface SessionSubscriptions {
  get(topicFilter: string): ActiveSubscription | undefined;
  has(topicFilter: string): boolean;
  values(): Iterable<ActiveSubscription>;
  /** Would one more Subscription to this filter keep within the limits? */
  hasRoomFor(topicFilter: string): boolean;
  set(subscription: ActiveSubscription): void;
  delete(topicFilter: string): void;
}

export function createSession(identity: ClientIdentity, options: OutboundOptions): Session {
  const outbound = createOutbound(options);
  return {
    clientIdentifier: identity.clientIdentifier,
    identity,
    outbound,
    inboundQos2: createInboundQos2(),
    subscriptions: createSessionSubscriptions(options.limits),
    expiryIntervalSeconds: 0,
    connection: undefined,
    get isConnected() {
      return outbound.isAttached;
    },
    deliver: (delivery) => outbound.deliver(delivery),
  };
}

function createSessionSubscriptions(limits: Limits): SessionSubscriptions {
  const byFilter = new Map<string, ActiveSubscription>();
  let levels = 0;
  return {
    get: (topicFilter) => byFilter.get(topicFilter),
    has: (topicFilter) => byFilter.has(topicFilter),
    values: () => byFilter.values(),
    hasRoomFor(topicFilter) {
      if (byFilter.has(topicFilter)) return true;
      if (byFilter.size >= limits.subscriptionsPerSession) return false;
      return levels + countLevels(topicFilter) <= limits.subscriptionLevelsPerSession;
    },
    set(subscription) {
      if (!byFilter.has(subscription.topicFilter)) levels += countLevels(subscription.topicFilter);
      byFilter.set(subscription.topicFilter, subscription);
    },
    delete(topicFilter) {
      if (byFilter.delete(topicFilter)) levels -= countLevels(topicFilter);
    },
  };
}
