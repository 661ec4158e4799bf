import type { BrokerCore } from './core.ts';

/** What the broker holds at the moment. Read on demand: it costs a walk over all Sessions. */
export interface Gauges {
  /** Open streams, those without a CONNECT too. */
  readonly connections: number;
  readonly sessionsConnected: number;
  /** Sessions whose client is away. */
  readonly sessionsStored: number;
  readonly subscriptions: number;
  readonly retainedMessages: number;
  readonly retainedBytes: number;
  /** Messages that wait for a client, for its quota or for it to read. */
  readonly queuedMessages: number;
  readonly queuedBytes: number;
}

/** @param connections how many streams are open */
export function gaugesOf(core: BrokerCore, connections: number): Gauges {
  let sessionsConnected = 0;
  let queuedMessages = 0;
  let queuedBytes = 0;
  for (const { connection, outbound } of core.sessions.values()) {
    if (connection !== undefined) sessionsConnected += 1;
    queuedMessages += outbound.queuedMessages;
    queuedBytes += outbound.queuedBytes;
  }
  return {
    connections,
    sessionsConnected,
    sessionsStored: core.sessions.size - sessionsConnected,
    subscriptions: core.subscriptions.size,
    retainedMessages: core.retained.size,
    retainedBytes: core.retained.bytes,
    queuedMessages,
    queuedBytes,
  };
}
