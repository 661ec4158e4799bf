/**
 * The reference broker: MQTT 3.1.1 and 5.0 over any byte stream. It opens no socket; see `serve.ts` for that.
 */
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { type ClientSummary, clientsOf } from './client-summary.ts';
import { createCommitPromises } from './commit-promises.ts';
import { Connection } from './connection.ts';
import { createConnectionRate } from './connection-rate.ts';
import type { BrokerCore } from './core.ts';
import { createCore } from './create-core.ts';
import { type Gauges, gaugesOf } from './gauges.ts';
import { hasToBeKept, type LocalMessage, type PublishOutcome, publishLocally } from './local-publish.ts';
import type { Counters } from './metrics.ts';
import type { BrokerOptions } from './options.ts';
import { Reason } from './reason.ts';
import { recheckRights } from './recheck-rights.ts';
import { storeFailing } from './store-failure.ts';
import { startSysTopics } from './sys-topics.ts';
import type { MessageTap } from './topic-rates.ts';

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
  const journal = core.durability?.journal;
  const promises = journal && createCommitPromises(journal);
  journal?.onHealthChanged((health) => {
    options.onStoreHealth?.(health);
    if (health.kind !== 'failing') return;
    for (const connection of connections.values()) connection.storeFails();
    promises?.takeBack(storeFailing);
  });
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
      if (disposed) return { kind: 'closing' };
      const store = journal?.health;
      return store?.kind === 'failing'
        ? { kind: 'store-failing', reason: store.message }
        : { kind: 'serving' };
    },
    maximumPacketSizeBytes: core.settings.capabilities.maximumPacketSizeBytes,
    gauges,
    clients: () => clientsOf(core),
    async publish(message) {
      if (disposed) return closing;
      const outcome = publishLocally(core, message);
      if (outcome.kind !== 'published' || !hasToBeKept(message)) return outcome;
      const refusal = await promises?.committed();
      return refusal === undefined ? outcome : { kind: 'refused', refusal };
    },
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
      // First: what the end of the connections does to the Sessions is not what a client asked for.
      await journal?.[Symbol.asyncDispose]();
      promises?.takeBack(closing.refusal);
      core.wills.dispose();
      for (const connection of connections.values()) connection.shutDown();
      core.sessions.dispose();
      await Promise.all([...connections.keys()].map((stream) => stream[Symbol.asyncDispose]()));
    },
  };
}

const sysTopicsOff = { intervalSeconds: 0, version: '' };

const closing = {
  kind: 'refused',
  refusal: { reasonCode: Reason.serverShuttingDown, detail: 'The broker is shutting down' },
} as const;
