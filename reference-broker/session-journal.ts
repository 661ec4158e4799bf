import type { Will } from '../src/packet/connect.ts';
import type { Delivery } from './message.ts';
import type { ClientIdentity } from './options.ts';
import {
  DeliveryEntry,
  deliveryFinished,
  deliveryReleased,
  deliverySent,
} from './persistence/delivery-record.ts';
import type { DurableEntry } from './persistence/durable-entry.ts';
import { InboundQos2Entry } from './persistence/inbound-qos2-record.ts';
import type { Journal } from './persistence/journal.ts';
import { MessageEntry, referTo } from './persistence/message-record.ts';
import type { RecoveredSession } from './persistence/recovered-state.ts';
import type { SessionEntry } from './persistence/session-record.ts';
import { SubscriptionEntry } from './persistence/subscription-record.ts';
import { WillEntry } from './persistence/will-record.ts';
import type { ActiveSubscription } from './subscription.ts';

/** Where a broker keeps what has to outlive it. */
export interface Durability {
  readonly journal: Journal;
  /** A number for a new record, higher than all before it. */
  nextNumber(): number;
}

/** What is on disk of a Session. */
export type SessionRecords = Omit<RecoveredSession, 'session'>;

/** The record of a message, made when the first delivery or retained message refers to it. */
export function storedMessageOf({ nextNumber }: Durability, message: Delivery['message']): MessageEntry {
  message.stored ??= new MessageEntry(nextNumber(), message);
  return message.stored;
}

/** Records each change of one Session State. [5.0/U-4.1-4] [3.1.1/U-3.1.2.4-4] */
export class SessionJournal {
  readonly #durability: Durability;
  readonly #session: SessionEntry;
  readonly #subscriptions = new Map<string, SubscriptionEntry>();
  readonly #inboundQos2 = new Map<number, InboundQos2Entry>();
  #will: WillEntry | undefined = undefined;

  constructor(durability: Durability, session: SessionEntry) {
    this.#durability = durability;
    this.#session = session;
  }

  #put(entry: DurableEntry): void {
    this.#durability.journal.put(entry);
  }

  #remove(entry: DurableEntry | undefined): void {
    if (entry !== undefined) this.#durability.journal.remove(entry);
  }

  connected(identity: ClientIdentity, expiryIntervalSeconds: number): void {
    this.#session.identity = identity;
    this.#session.expiryIntervalSeconds = expiryIntervalSeconds;
    this.#session.disconnectedAtMillis = undefined;
    this.#put(this.#session);
  }

  disconnected(atMillis: number, expiryIntervalSeconds: number): void {
    this.#session.expiryIntervalSeconds = expiryIntervalSeconds;
    this.#session.disconnectedAtMillis = atMillis;
    this.#put(this.#session);
  }

  subscribed(subscription: ActiveSubscription): void {
    const { topicFilter } = subscription;
    const known = this.#subscriptions.get(topicFilter);
    const entry =
      known ?? new SubscriptionEntry(this.#session.number, this.#durability.nextNumber(), subscription);
    entry.subscription = subscription;
    this.#subscriptions.set(topicFilter, entry);
    this.#put(entry);
  }

  unsubscribed(topicFilter: string): void {
    this.#remove(this.#subscriptions.get(topicFilter));
    this.#subscriptions.delete(topicFilter);
  }

  /** A QoS 2 message came under this identifier. */
  received(packetIdentifier: number): void {
    const entry = new InboundQos2Entry(this.#session.number, packetIdentifier);
    this.#inboundQos2.set(packetIdentifier, entry);
    this.#put(entry);
  }

  /** Its PUBREL came. */
  released(packetIdentifier: number): void {
    this.#remove(this.#inboundQos2.get(packetIdentifier));
    this.#inboundQos2.delete(packetIdentifier);
  }

  queued(delivery: Delivery): void {
    const message = storedMessageOf(this.#durability, delivery.message);
    referTo(this.#durability.journal, message);
    delivery.stored = new DeliveryEntry(
      this.#session.number,
      this.#durability.nextNumber(),
      message,
      delivery,
    );
    this.#put(delivery.stored);
  }

  sent({ stored }: Delivery, packetIdentifier: number): void {
    if (stored !== undefined) deliverySent(this.#durability.journal, stored, packetIdentifier);
  }

  pubrecArrived(stored: DeliveryEntry | undefined): void {
    if (stored !== undefined) deliveryReleased(this.#durability.journal, stored);
  }

  finished(stored: DeliveryEntry | undefined): void {
    if (stored !== undefined) deliveryFinished(this.#durability.journal, stored);
  }

  willStored(will: Will): void {
    this.willGone();
    this.#will = new WillEntry(this.#session.number, this.#durability.nextNumber(), will);
    this.#put(this.#will);
  }

  willDelayed(dueAtMillis: number): void {
    if (this.#will === undefined) return;
    this.#will.dueAtMillis = dueAtMillis;
    this.#put(this.#will);
  }

  willGone(): void {
    this.#remove(this.#will);
    this.#will = undefined;
  }

  /** The Session ended; what was on its way is finished one by one by who held it. */
  ended(): void {
    this.willGone();
    for (const entry of this.#subscriptions.values()) this.#remove(entry);
    for (const entry of this.#inboundQos2.values()) this.#remove(entry);
    this.#remove(this.#session);
  }

  /** Takes over records that are on disk already. */
  adopt(records: SessionRecords): void {
    for (const entry of records.subscriptions) this.#subscriptions.set(entry.subscription.topicFilter, entry);
    for (const entry of records.inboundQos2) this.#inboundQos2.set(entry.number, entry);
    this.#will = records.will;
  }
}
