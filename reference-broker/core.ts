import type { Clock } from '../src/transport/clock.ts';
import type { ApplicationMessage } from './message.ts';
import type { Counters } from './metrics.ts';
import type { BrokerSettings } from './options.ts';
import type { RetainedStore } from './retained.ts';
import type { Router } from './router.ts';
import type { SessionStore } from './session-store.ts';
import type { SubscriptionTree } from './subscription-tree.ts';
import type { Wills } from './will.ts';

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
}

/**
 * Takes ownership of a message: retains it if asked to, and hands it to the matching Sessions.
 *
 * @returns how many Sessions got a copy.
 */
export function publishMessage(
  core: Pick<BrokerCore, 'retained' | 'router'>,
  message: ApplicationMessage,
): number {
  // [5.0/MQTT-3.3.1-5] [5.0/MQTT-3.3.1-8] [3.1.1/MQTT-3.3.1-5] [3.1.1/MQTT-3.3.1-12]
  // [5.0/MQTT-3.1.2-14] [5.0/MQTT-3.1.2-15] [3.1.1/MQTT-3.1.2-16] [3.1.1/MQTT-3.1.2-17]
  if (message.retain && core.retained.hasRoomFor(message)) core.retained.retain(message);
  return core.router.route(message);
}
