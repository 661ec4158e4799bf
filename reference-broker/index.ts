/**
 * The reference broker: MQTT 3.1.1 and 5.0 over any byte stream. It opens no socket; see `serve.ts` for that.
 */
import type { Will } from '../src/packet/connect.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { type ClientSummary, clientsOf } from './client-summary.ts';
import { Connection } from './connection.ts';
import { createConnectionRate } from './connection-rate.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { createDeadlines } from './deadlines.ts';
import { dissolve } from './departure.ts';
import { type Gauges, gaugesOf } from './gauges.ts';
import { type LocalMessage, type PublishOutcome, publishLocally } from './local-publish.ts';
import { messageOfWill } from './message.ts';
import { createQueueTotals } from './message-queue.ts';
import { type Counters, createCounters } from './metrics.ts';
import { type BrokerOptions, resolveOptions } from './options.ts';
import { createOutbox } from './outbox.ts';
import { Reason } from './reason.ts';
import { recheckRights } from './recheck-rights.ts';
import { createRetainedStore } from './retained.ts';
import { createRouter } from './router.ts';
import type { Session } from './session.ts';
import { createSessionStore } from './session-store.ts';
import { createSubscriptionTree } from './subscription-tree.ts';
import { startSysTopics } from './sys-topics.ts';
import type { MessageTap } from './topic-rates.ts';
import { createWills } from './will.ts';

export type { ClientSummary } from './client-summary.ts';
export type { Gauges } from './gauges.ts';
export type { LocalMessage, PublishOutcome } from './local-publish.ts';
export { type AuthenticationMethod, BrokerOptionError, type BrokerOptions } from './options.ts';
export { Reason } from './reason.ts';

/** What the broker holds at the moment, and what it has counted. */
export interface BrokerStats extends Readonly<Counters> {
  readonly connections: number;
  readonly sessions: number;
  readonly subscriptions: number;
  readonly retainedMessages: number;
}

/** Can clients be served? */
export type BrokerHealth =
  | { readonly kind: 'serving' }
  | { readonly kind: 'closing' }
  /** One sentence. */
  | { readonly kind: 'store-failing'; readonly reason: string };

/** A broker in this process. Disposing it says goodbye to every client and cancels every timer. */
export interface Broker extends AsyncDisposable {
  /** Serves a stream until it ends. The broker owns it from now on. */
  accept(stream: ByteStream): void;
  /**
   * Asks the hooks about every Session again. To be called when their answers may have changed: Subscriptions that are
   * no longer allowed go, and clients that may no longer stay are disconnected with 0x87 (3.1.1: closed).
   */
  recheckRights(): void;
  readonly stats: BrokerStats;
  readonly health: BrokerHealth;
  /** The largest packet, and so the largest message, that it takes. */
  readonly maximumPacketSizeBytes: number;
  /** Walks over all Sessions. */
  gauges(): Gauges;
  /** The connected clients, in no order. */
  clients(): Iterable<ClientSummary>;
  /** Publishes a message of this process. Settles when the broker has it as safe as it would promise a client. */
  publish(message: LocalMessage): Promise<PublishOutcome>;
  /** Hands over the Topic Name of every message that is taken in, until it is disposed. One listener at a time. */
  watchMessages(onMessage: (topicName: string) => void): Disposable;
}

/** @throws BrokerOptionError when an option does not fit into its property on the wire. */
export function createBroker(options: BrokerOptions = {}): Broker {
  const core: BrokerCore & MessageTap = createCore(options);
  const connections = new Map<ByteStream, Connection>();
  const rate = createConnectionRate(core.settings.limits.connectionsPerSecond, core.clock);
  const gauges = (): Gauges => gaugesOf(core, connections.size);
  const sysTopics = startSysTopics({ core, gauges }, options.sysTopics ?? sysTopicsOff);
  let disposed = false;

  return {
    accept(stream) {
      if (disposed) return stream.reset();
      // The rate last: a stream that finds no room takes nothing of it.
      if (connections.size >= core.settings.limits.connections || !rate.admits()) {
        core.counters.connectionsCut += 1;
        return stream.reset();
      }
      connections.set(stream, new Connection(core, stream, () => connections.delete(stream)));
    },
    recheckRights: () => recheckRights(core),
    get stats() {
      return {
        ...core.counters,
        connections: connections.size,
        sessions: core.sessions.size,
        subscriptions: core.subscriptions.size,
        retainedMessages: core.retained.size,
      };
    },
    get health(): BrokerHealth {
      return disposed ? { kind: 'closing' } : { kind: 'serving' };
    },
    maximumPacketSizeBytes: core.settings.capabilities.maximumPacketSizeBytes,
    gauges,
    clients: () => clientsOf(core),
    publish: (message) => Promise.resolve(disposed ? closing : publishLocally(core, message)),
    watchMessages(onMessage) {
      core.onMessage = onMessage;
      return {
        [Symbol.dispose]() {
          if (core.onMessage === onMessage) delete core.onMessage;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      sysTopics[Symbol.dispose]();
      core.wills.dispose();
      for (const connection of connections.values()) connection.shutDown();
      core.sessions.dispose();
      await Promise.all([...connections.keys()].map((stream) => stream[Symbol.asyncDispose]()));
    },
  };
}

const sysTopicsOff = { intervalSeconds: 0, version: '' };

const closing: PublishOutcome = {
  kind: 'refused',
  refusal: { reasonCode: Reason.serverShuttingDown, detail: 'The broker is shutting down' },
};

function createCore(options: BrokerOptions): BrokerCore {
  const settings = resolveOptions(options);
  const { clock, limits } = settings;
  const nowMillis = (): number => clock.nowMs();
  const subscriptions = createSubscriptionTree();
  const retained = createRetainedStore(limits, nowMillis);
  const router = createRouter(subscriptions);
  const wills = createWills(clock, publishWill);
  const sessions = createSessionStore(clock, (session) => {
    // The Will first: the Session itself may be subscribed to it no more, but others are.
    wills.sessionEnded(session);
    dissolve(subscriptions, session);
  });

  function publishWill(session: Session, will: Will): void {
    // The right to publish may have been withdrawn since CONNECT.
    if (settings.hooks.authorizePublish(session.identity, will.topicName) !== 'allow') return;
    const message = messageOfWill(will, { publisher: session.clientIdentifier, nowMillis: nowMillis() });
    publishMessage({ retained, router }, message);
  }

  const counters = createCounters();
  return {
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
    deadlines: createDeadlines(clock),
    outboundOptions: {
      limits,
      totals: createQueueTotals(),
      nowMillis,
      onDropped: (reason) => {
        counters.messagesDropped[reason] += 1;
      },
    },
  };
}
