import type { Clock } from '../src/transport/clock.ts';
import type { Deadlines } from './deadlines.ts';
import { type ApplicationMessage, keep } from './message.ts';
import type { Counters } from './metrics.ts';
import type { BrokerSettings } from './options.ts';
import type { OutboundOptions } from './outbound.ts';
import type { Outbox } from './outbox.ts';
import type { RetainedStore } from './retained.ts';
import type { Routed, Router } from './router.ts';
import type { Durability } from './session-journal.ts';
import type { SessionStore } from './session-store.ts';
import type { SubscriptionTree } from './subscription-tree.ts';
import type { MessageTap } from './topic-rates.ts';
import type { Wakefulness } from './wakefulness.ts';
import type { Wills } from './will.ts';

/** The read that is being handled. */
export interface Turn {
  /** On the broker's clock. Asking it for each message would cost more than routing one. */
  startedAtMillis: number;
}

/** The parts of one broker that its connections share. */
export interface BrokerCore {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly sessions: SessionStore;
  readonly subscriptions: SubscriptionTree;
  readonly retained: RetainedStore;
  readonly router: Router;
  readonly wills: Wills;
  readonly counters: Counters;
  readonly turn: Turn;
  readonly outbox: Outbox;
  readonly wakefulness: Wakefulness;
  /** Absent: everything ends with the process. */
  readonly durability: Durability | undefined;
  readonly deadlines: Deadlines;
  /** What every Session's queues are made with. */
  readonly outboundOptions: OutboundOptions;
}

/** Takes ownership of a message: retains it if asked to, and hands it to the matching Sessions. */
export function publishMessage(
  core: Pick<BrokerCore, 'retained' | 'router'> & MessageTap,
  message: ApplicationMessage,
): Routed {
  // [5.0/MQTT-3.3.1-5] [5.0/MQTT-3.3.1-8] [3.1.1/MQTT-3.3.1-5] [3.1.1/MQTT-3.3.1-12]
  // [5.0/MQTT-3.1.2-14] [5.0/MQTT-3.1.2-15] [3.1.1/MQTT-3.1.2-16] [3.1.1/MQTT-3.1.2-17]
  if (message.retain && core.retained.hasRoomFor(message)) core.retained.retain(keep(message));
  core.onMessage?.(message.topicName);
  return core.router.route(message);
}
