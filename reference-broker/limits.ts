/** Bounds on what one client can make the broker hold. Each has a default; none can be switched off. */
export interface Limits {
  /** How long a new stream may stay without a CONNECT, in milliseconds. Default 10 000. (3.1.1 and 5.0 section 3.1.4) */
  readonly connectTimeoutMs: number;
  /** How long a closed stream may take to end before it is cut, in milliseconds. Default 5 000. */
  readonly closeTimeoutMs: number;
  /** Bytes that may wait for a slow reader before the broker stops reading from it. Default 4 MiB. */
  readonly outboundBufferBytes: number;
  /** How long a client with too much waiting may read none of it before it is cut, in milliseconds. Default 30 000. */
  readonly stallTimeoutMs: number;
  /** Streams that are open at the same time. Default 50 000. Beyond: the new one is cut. */
  readonly connections: number;
  /** New streams in one second. Default 20 000. Beyond: the new one is cut. */
  readonly connectionsPerSecond: number;
  /** Sessions, connected or not. Default 100 000. Beyond: CONNACK 0x97 (3.1.1: 0x03). */
  readonly sessions: number;
  /** Messages queued for one Session and not yet sent. Default 100 000. Beyond: the message is dropped and counted. */
  readonly queuedMessagesPerSession: number;
  /** Payload and topic bytes queued for one Session. Default 64 MiB. Beyond: the message is dropped and counted. */
  readonly queuedBytesPerSession: number;
  /**
   * Messages queued for all Sessions together. Default 2 000 000. Beyond: the message is dropped for the Sessions that
   * would have to queue it, and counted, QoS 0 first; the publisher hears 0x97 when no Session had room. 3.1.1 has no
   * such answer: it is acknowledged, for one client that reads nothing must not close the connections of others.
   */
  readonly queuedMessagesTotal: number;
  /** Payload and topic bytes queued for all Sessions together. Default 1 GiB. Beyond: as above. */
  readonly queuedBytesTotal: number;
  /** QoS 1 and 2 messages in flight to one client, within its Receive Maximum. Default 1 024. */
  readonly inflightPerSession: number;
  /** Subscriptions of one Session. Default 10 000. Beyond: SUBACK 0x97 (3.1.1: 0x80). */
  readonly subscriptionsPerSession: number;
  /** Topic levels of all Topic Filters of one Session together. Default 131 072. Beyond: SUBACK 0x97 (3.1.1: 0x80). */
  readonly subscriptionLevelsPerSession: number;
  /** Levels of a Topic Name or Topic Filter. Default 65 536: all that the standard's length allows. [5.0/U-4.7.3-5] */
  readonly topicLevels: number;
  /** Retained messages. Default 100 000. Beyond: 0x97 (3.1.1: the connection closes). */
  readonly retainedMessages: number;
  /** Bytes of retained messages, each counted with its topic. Default 256 MiB. */
  readonly retainedBytes: number;
  /**
   * Steps that one SUBSCRIBE may take in search of retained messages. Default 2 000 000. Beyond: SUBACK 0x97 (3.1.1:
   * 0x80) for the filters that are left.
   */
  readonly retainedSearchSteps: number;
  /** Topic Aliases that the broker uses towards one client, within its Topic Alias Maximum. Default 32. */
  readonly outboundTopicAliases: number;
}

export const defaultLimits: Limits = {
  connectTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
  outboundBufferBytes: 4 * 1024 * 1024,
  stallTimeoutMs: 30_000,
  connections: 50_000,
  connectionsPerSecond: 20_000,
  sessions: 100_000,
  queuedMessagesPerSession: 100_000,
  queuedBytesPerSession: 64 * 1024 * 1024,
  queuedMessagesTotal: 2_000_000,
  queuedBytesTotal: 1024 * 1024 * 1024,
  inflightPerSession: 1_024,
  subscriptionsPerSession: 10_000,
  subscriptionLevelsPerSession: 131_072,
  topicLevels: 65_536,
  retainedMessages: 100_000,
  retainedBytes: 256 * 1024 * 1024,
  retainedSearchSteps: 2_000_000,
  outboundTopicAliases: 32,
};

/** What is left of a bound that several steps share. */
export interface Budget {
  left: number;
}

const separator = 0x2f;

/** How many levels a topic has, without the array that splitting it would make. */
export function countLevels(topic: string): number {
  let levels = 1;
  for (let index = 0; index < topic.length; index += 1) {
    if (topic.charCodeAt(index) === separator) levels += 1;
  }
  return levels;
}
