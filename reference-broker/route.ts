import type { QoS } from '../src/packet/qos.ts';
import type { SharedGroup } from './shared-subscriptions.ts';
import type { ActiveSubscription } from './subscription.ts';
import type { Matches, Subscriber } from './subscription-tree.ts';

/** What the matching Subscriptions of one Session say together about the one copy that it gets. */
export interface CopyTerms {
  readonly grantedQoS: QoS;
  readonly retainAsPublished: boolean;
  readonly subscriptions: readonly ActiveSubscription[];
}

export interface PlannedCopy {
  readonly subscriber: Subscriber;
  readonly ofOthers: CopyTerms;
  /** For what the Session's own client published; absent when No Local holds all of it back. */
  readonly ofOwn: CopyTerms | undefined;
}

/** Where a message of one topic goes, worked out once for all messages until a Subscription changes. */
export interface Route {
  readonly plain: readonly PlannedCopy[];
  readonly shared: readonly SharedGroup<Subscriber>[];
}

export function routeOf({ plain, shared }: Matches): Route {
  const copies: PlannedCopy[] = [];
  for (const [subscriber, matching] of plain) {
    const ofOthers = termsOf(matching);
    const forOwn = matching.filter(({ noLocal }) => !noLocal);
    const ofOwn = forOwn.length === matching.length ? ofOthers : termsOf(forOwn);
    if (ofOthers !== undefined) copies.push({ subscriber, ofOthers, ofOwn });
  }
  return { plain: copies, shared };
}

/** The highest QoS, every identifier, and RETAIN kept when one of them asks for it. */
function termsOf(matching: readonly ActiveSubscription[]): CopyTerms | undefined {
  if (matching.length === 0) return undefined;
  let grantedQoS: QoS = 0;
  let retainAsPublished = false;
  for (const subscription of matching) {
    // [5.0/MQTT-3.3.4-2] [3.1.1/MQTT-3.3.5-1]
    if (subscription.grantedQoS > grantedQoS) grantedQoS = subscription.grantedQoS;
    retainAsPublished ||= subscription.retainAsPublished;
  }
  return { grantedQoS, retainAsPublished, subscriptions: matching };
}
