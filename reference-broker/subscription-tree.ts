import type { Delivery } from './message.ts';
import { createSharedGroup, type SharedGroup, type SharedMember } from './shared-subscriptions.ts';
import type { ActiveSubscription } from './subscription.ts';
import { createTopicTree, valuesMatchingName } from './topic-tree.ts';

/** What the tree and the router need to know of a Session. */
export interface Subscriber extends SharedMember {
  readonly clientIdentifier: string;
  /** @returns `dropped` when it has no room for the message. */
  deliver(delivery: Delivery): 'taken' | 'dropped';
}

/** The Subscriptions that match one Topic Name. */
export interface Matches {
  /** Non-shared ones, gathered by Session: a Session gets one copy, however many of its filters match. */
  readonly plain: ReadonlyMap<Subscriber, readonly ActiveSubscription[]>;
  /** One copy for each Shared Subscription. [5.0/U-4.8.2-11] [5.0/U-4.8.2-12] */
  readonly shared: readonly SharedGroup<Subscriber>[];
}

/** Every Subscription of every Session, by the levels of its Topic Filter. */
export interface SubscriptionTree {
  readonly size: number;
  /** Another number after each change. */
  readonly revision: number;
  /** Replaces the Subscription that the subscriber already has to the same Topic Filter. */
  add(subscriber: Subscriber, subscription: ActiveSubscription): void;
  remove(subscriber: Subscriber, subscription: ActiveSubscription): void;
  match(topicName: string): Matches;
  /** The Shared Subscription of that ShareName and filter, while it has a Session. */
  sharedGroup(shareName: string, matchedFilter: string): SharedGroup<Subscriber> | undefined;
}

interface Entry {
  readonly plain: Map<Subscriber, ActiveSubscription>;
  /** By ShareName. */
  readonly groups: Map<string, SharedGroup<Subscriber>>;
}

export function createSubscriptionTree(): SubscriptionTree {
  const tree = createTopicTree<Entry>();
  let size = 0;
  let revision = 0;

  function entryOf(filter: string): Entry {
    const known = tree.get(filter);
    if (known !== undefined) return known;
    const entry: Entry = { plain: new Map(), groups: new Map() };
    tree.set(filter, entry);
    return entry;
  }

  function groupOf(entry: Entry, shareName: string): SharedGroup<Subscriber> {
    const known = entry.groups.get(shareName);
    if (known !== undefined) return known;
    const group = createSharedGroup<Subscriber>();
    entry.groups.set(shareName, group);
    return group;
  }

  function leave(entry: Entry, subscriber: Subscriber, shareName: string): boolean {
    const group = entry.groups.get(shareName);
    if (group === undefined || !group.leave(subscriber)) return false;
    // A Shared Subscription ends with its last Session. [5.0/U-3.10.4-2] [5.0/U-4.8.2-6]
    if (group.size === 0) entry.groups.delete(shareName);
    return true;
  }

  return {
    get size() {
      return size;
    },
    get revision() {
      return revision;
    },
    add(subscriber, subscription) {
      revision += 1;
      const entry = entryOf(subscription.matchedFilter);
      if (subscription.shareName === undefined) {
        if (!entry.plain.has(subscriber)) size += 1;
        // [5.0/MQTT-3.8.4-3] [3.1.1/MQTT-3.8.4-3]
        entry.plain.set(subscriber, subscription);
        return;
      }
      const group = groupOf(entry, subscription.shareName);
      const sizeBefore = group.size;
      group.join(subscriber, subscription);
      size += group.size - sizeBefore;
    },
    remove(subscriber, { matchedFilter, shareName }) {
      revision += 1;
      const entry = tree.get(matchedFilter);
      if (entry === undefined) return;
      const removed =
        shareName === undefined ? entry.plain.delete(subscriber) : leave(entry, subscriber, shareName);
      if (removed) size -= 1;
      if (entry.plain.size === 0 && entry.groups.size === 0) tree.delete(matchedFilter);
    },
    match(topicName) {
      const plain = new Map<Subscriber, ActiveSubscription[]>();
      const shared: SharedGroup<Subscriber>[] = [];
      for (const entry of valuesMatchingName(tree, topicName)) {
        for (const [subscriber, subscription] of entry.plain) {
          const gathered = plain.get(subscriber);
          if (gathered === undefined) plain.set(subscriber, [subscription]);
          else gathered.push(subscription);
        }
        for (const group of entry.groups.values()) shared.push(group);
      }
      return { plain, shared };
    },
    sharedGroup: (shareName, matchedFilter) => tree.get(matchedFilter)?.groups.get(shareName),
  };
}
