import type { QoS } from '../src/packet/qos.ts';
import { createLatencyHistogram, type LatencyHistogram } from './latency-histogram.ts';

/** Why a message reached a subscriber, or the broker, and was not kept. */
export type DropReason =
  /** QoS 0, and the subscriber reads too slowly. */
  | 'slow-subscriber'
  /** The queue of the Session is full. */
  | 'session-queue-full'
  /** The queues of all Sessions together are full. */
  | 'all-queues-full'
  /** Larger than the Maximum Packet Size of the subscriber. [5.0/MQTT-3.1.2-25] */
  | 'too-large-for-subscriber'
  /** The publisher may not, or there is no room for it. */
  | 'refused';

type ByQoS = Record<QoS, number>;

/** Numbers that only go up, counted where things happen. All are plain fields: the hot path adds to them. */
export interface Counters {
  connectionsAccepted: number;
  /** Cut before CONNECT was read, for want of room or by the connection rate. */
  connectionsCut: number;
  readonly messagesReceived: ByQoS;
  /** Taken from this process instead of a client: over HTTP or by `Broker.publish`. */
  readonly messagesPublishedLocally: ByQoS;
  /** Copies handed to Network Connections, resent ones included. */
  readonly messagesSent: ByQoS;
  bytesReceived: number;
  bytesSent: number;
  readonly messagesDropped: Record<DropReason, number>;
  /** One entry for each read turn of a connection: from the bytes read to the copies handed over. */
  readonly latency: LatencyHistogram;
}

export function createCounters(): Counters {
  return {
    connectionsAccepted: 0,
    connectionsCut: 0,
    messagesReceived: { 0: 0, 1: 0, 2: 0 },
    messagesPublishedLocally: { 0: 0, 1: 0, 2: 0 },
    messagesSent: { 0: 0, 1: 0, 2: 0 },
    bytesReceived: 0,
    bytesSent: 0,
    messagesDropped: {
      'slow-subscriber': 0,
      'session-queue-full': 0,
      'all-queues-full': 0,
      'too-large-for-subscriber': 0,
      refused: 0,
    },
    latency: createLatencyHistogram(),
  };
}

export const totalOf = (counts: Readonly<Record<string | number, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
