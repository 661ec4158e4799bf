import { countLevels, type Limits } from './limits.ts';
import type { SessionJournal } from './session-journal.ts';
import type { ActiveSubscription } from './subscription.ts';

const none: ReadonlyMap<string, ActiveSubscription> = new Map();

/** The Subscriptions of one Session by their Topic Filter as the client wrote it. */
export class SessionSubscriptions {
  readonly #limits: Limits;
  /** Absent until the first one: many clients only publish. */
  #byFilter: Map<string, ActiveSubscription> | undefined = undefined;
  #levels = 0;
  #journal: SessionJournal | undefined = undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byFilter?.size ?? 0;
  }

  get(topicFilter: string): ActiveSubscription | undefined {
    return this.#byFilter?.get(topicFilter);
  }

  has(topicFilter: string): boolean {
    return this.#byFilter?.has(topicFilter) ?? false;
  }

  values(): Iterable<ActiveSubscription> {
    return (this.#byFilter ?? none).values();
  }

  /** Would one more Subscription to this filter keep within the limits? */
  hasRoomFor(topicFilter: string): boolean {
    if (this.has(topicFilter)) return true;
    if (this.size >= this.#limits.subscriptionsPerSession) return false;
    return this.#levels + countLevels(topicFilter) <= this.#limits.subscriptionLevelsPerSession;
  }

  set(subscription: ActiveSubscription): void {
    this.restore(subscription);
    this.#journal?.subscribed(subscription);
  }

  /** As read from disk. */
  restore(subscription: ActiveSubscription): void {
    this.#byFilter ??= new Map();
    if (!this.#byFilter.has(subscription.topicFilter)) this.#levels += countLevels(subscription.topicFilter);
    this.#byFilter.set(subscription.topicFilter, subscription);
  }

  delete(topicFilter: string): void {
    if (this.#byFilter?.delete(topicFilter) !== true) return;
    this.#levels -= countLevels(topicFilter);
    this.#journal?.unsubscribed(topicFilter);
  }

  /** From now on they outlive the process. */
  keepOn(journal: SessionJournal): void {
    this.#journal = journal;
  }
}
