import type { DeliveryEntry } from './delivery-record.ts';
import type { DurableEntry } from './durable-entry.ts';
import type { InboundQos2Entry } from './inbound-qos2-record.ts';
import type { RetainedEntry } from './retained-record.ts';
import type { SessionEntry } from './session-record.ts';
import type { SubscriptionEntry } from './subscription-record.ts';
import type { WillEntry } from './will-record.ts';

/** A Session with all that belongs to it. Every entry counts as on disk: it may be given to the journal at once. */
export interface RecoveredSession {
  readonly session: SessionEntry;
  readonly subscriptions: readonly SubscriptionEntry[];
  /** In the order in which they were queued. */
  readonly deliveries: readonly DeliveryEntry[];
  readonly inboundQos2: readonly InboundQos2Entry[];
  readonly will: WillEntry | undefined;
}

/** A record that could not be read. It stays on disk. */
export interface DamagedRecord {
  /** The key in hexadecimal. */
  readonly key: string;
  /** One sentence. */
  readonly message: string;
}

/** What a broker finds in its data directory. */
export interface RecoveredState {
  /** Those that go on. */
  readonly sessions: readonly RecoveredSession[];
  /**
   * Those whose Session Expiry Interval passed while the broker was away, or whose Session ended with the Network
   * Connection that the broker's end cut. Their Wills are due, and their shared messages go to others; then their
   * entries have to be removed. [5.0/MQTT-3.1.2-8] [5.0/U-4.8.2-9]
   */
  readonly ended: readonly RecoveredSession[];
  readonly retained: readonly RetainedEntry[];
  /** Expired or belonging to nothing: to be given to `Journal.remove`. */
  readonly stale: readonly DurableEntry[];
  readonly damaged: readonly DamagedRecord[];
  /** Higher than the number of every record. */
  readonly nextNumber: number;
}
