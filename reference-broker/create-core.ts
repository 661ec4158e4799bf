import type { Will } from '../src/packet/connect.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { createDeadlines } from './deadlines.ts';
import { dissolve } from './departure.ts';
import { messageOfWill } from './message.ts';
import { createQueueTotals } from './message-queue.ts';
import { createCounters } from './metrics.ts';
import { type BrokerOptions, resolveOptions } from './options.ts';
import { createOutbox } from './outbox.ts';
import { restore } from './restore.ts';
import { createRetainedStore } from './retained.ts';
import { createRetainedRecords, type RetainedRecords } from './retained-records.ts';
import { createRouter } from './router.ts';
import type { Session } from './session.ts';
import { createSessionStore } from './session-store.ts';
import { createSubscriptionTree } from './subscription-tree.ts';
import { createWakefulness } from './wakefulness.ts';
import { createWills } from './will.ts';

/** Puts the parts of a broker together, with what an earlier process left on disk. */
export function createCore(options: BrokerOptions): BrokerCore {
  const settings = resolveOptions(options);
  const { clock, limits } = settings;
  const nowMillis = (): number => clock.nowMs();
  const subscriptions = createSubscriptionTree();
  const durability = options.persistence;
  const retained = createRetainedStore(limits, nowMillis, retainedRecordsOf(durability));
  const router = createRouter(subscriptions);
  const wills = createWills(clock, publishWill);
  const sessions = createSessionStore(clock, (session) => {
    // The Will first: the Session itself may be subscribed to it no more, but others are.
    wills.sessionEnded(session);
    guarded(() => dissolve(subscriptions, session));
  });

  function publishWill(session: Session, will: Will): void {
    guarded(() => {
      // The right to publish may have been withdrawn since CONNECT.
      if (settings.hooks.authorizePublish(session.identity, will.topicName) !== 'allow') return;
      const message = messageOfWill(will, { publisher: session.clientIdentifier, nowMillis: nowMillis() });
      publishMessage({ retained, router }, message);
    });
  }

  /** Timers and ends of streams have no connection that could answer for a fault, and must not end the process. */
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      settings.onError(error);
    }
  }

  const counters = createCounters();
  const core: BrokerCore = {
    settings,
    clock,
    sessions,
    subscriptions,
    retained,
    router,
    wills,
    counters,
    turn: { startedAtMillis: nowMillis() },
    outbox: createOutbox(clock),
    wakefulness: createWakefulness(settings.awakeMicros),
    deadlines: createDeadlines(clock, settings.onError),
    durability,
    outboundOptions: {
      limits,
      totals: createQueueTotals(),
      nowMillis,
      onDropped: (reason) => {
        counters.messagesDropped[reason] += 1;
      },
    },
  };
  if (durability !== undefined) restore(core, durability, durability.recovered);
  return core;
}

function retainedRecordsOf(persistence: BrokerOptions['persistence']): RetainedRecords | undefined {
  return persistence && createRetainedRecords(persistence, persistence.recovered.retained);
}
