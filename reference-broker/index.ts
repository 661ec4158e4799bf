/**
 * The reference broker: MQTT 3.1.1 and 5.0 over any byte stream. It opens no socket; see `serve.ts` for that.
 */
import type { Will } from '../src/packet/connect.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { type Connection, openConnection } from './connection.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { dissolve } from './departure.ts';
import { messageOfWill } from './message.ts';
import { type Counters, createCounters } from './metrics.ts';
import { type BrokerOptions, resolveOptions } from './options.ts';
import { createRetainedStore } from './retained.ts';
import { createRouter } from './router.ts';
import type { Session } from './session.ts';
import { createSessionStore } from './session-store.ts';
import { createSubscriptionTree } from './subscription-tree.ts';
import { createWills } from './will.ts';

export { type AuthenticationMethod, BrokerOptionError, type BrokerOptions } from './options.ts';
export { Reason } from './reason.ts';

/** What the broker holds at the moment, and what it has counted. */
export interface BrokerStats extends Readonly<Counters> {
  readonly connections: number;
  readonly sessions: number;
  readonly subscriptions: number;
  readonly retainedMessages: number;
}

/** A broker in this process. Disposing it says goodbye to every client and cancels every timer. */
export interface Broker extends AsyncDisposable {
  /** Serves a stream until it ends. The broker owns it from now on. */
  accept(stream: ByteStream): void;
  readonly stats: BrokerStats;
}

/** @throws BrokerOptionError when an option does not fit into its property on the wire. */
export function createBroker(options: BrokerOptions = {}): Broker {
  const core = createCore(options);
  const connections = new Map<ByteStream, Connection>();
  let disposed = false;

  return {
    accept(stream) {
      if (disposed || connections.size >= core.settings.limits.connections) return stream.reset();
      connections.set(
        stream,
        openConnection(core, stream, () => connections.delete(stream)),
      );
    },
    get stats() {
      return {
        ...core.counters,
        connections: connections.size,
        sessions: core.sessions.size,
        subscriptions: core.subscriptions.size,
        retainedMessages: core.retained.size,
      };
    },
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      core.wills.dispose();
      for (const connection of connections.values()) connection.shutDown();
      core.sessions.dispose();
      await Promise.all([...connections.keys()].map((stream) => stream[Symbol.asyncDispose]()));
    },
  };
}

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
  return { settings, clock, sessions, subscriptions, retained, router, wills, counters };
}
