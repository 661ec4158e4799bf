import type { z } from 'zod';
import { defaultLimits, type Limits } from '../limits.ts';
import { keyNotes, milliseconds, wholeNumber, wholeNumberFrom } from './values.ts';

const mebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;

/** `[limits]`: what one client can make the broker hold. The compiler keeps the keys in step with {@link Limits}. */
export const limitKeys = {
  connectTimeoutMs: milliseconds().default(defaultLimits.connectTimeoutMs).register(keyNotes, {
    does: 'How long a new stream may stay without a complete CONNECT, after as long for its TLS and WebSocket handshakes.',
    unit: 'milliseconds',
  }),
  closeTimeoutMs: milliseconds().default(defaultLimits.closeTimeoutMs).register(keyNotes, {
    does: 'How long a closed stream may take to end before it is cut.',
    unit: 'milliseconds',
  }),
  outboundBufferBytes: wholeNumberFrom(1)
    .default(defaultLimits.outboundBufferBytes)
    .register(keyNotes, {
      does: 'What may wait for a slow reader before the broker stops reading from it.',
      unit: 'bytes',
      shownDefault: mebibytes(defaultLimits.outboundBufferBytes),
    }),
  stallTimeoutMs: milliseconds().default(defaultLimits.stallTimeoutMs).register(keyNotes, {
    does: 'How long a client with too much waiting may read none of it before it is cut.',
    unit: 'milliseconds',
  }),
  connections: wholeNumberFrom(1).default(defaultLimits.connections).register(keyNotes, {
    does: 'Streams that are open at the same time; a further one is cut.',
  }),
  connectionsPerSecond: wholeNumberFrom(1).default(defaultLimits.connectionsPerSecond).register(keyNotes, {
    does: 'New streams in any one second; a further one is cut.',
  }),
  sessions: wholeNumberFrom(1).default(defaultLimits.sessions).register(keyNotes, {
    does: 'Sessions, connected or not; beyond, CONNACK 0x97 (3.1.1: 0x03).',
  }),
  queuedMessagesPerSession: wholeNumberFrom(0)
    .default(defaultLimits.queuedMessagesPerSession)
    .register(keyNotes, {
      does: 'Messages that wait for one Session; a further one is dropped and counted.',
    }),
  queuedBytesPerSession: wholeNumberFrom(0)
    .default(defaultLimits.queuedBytesPerSession)
    .register(keyNotes, {
      does: 'Topics and payloads that wait for one Session; beyond, a message is dropped and counted.',
      unit: 'bytes',
      shownDefault: mebibytes(defaultLimits.queuedBytesPerSession),
    }),
  queuedMessagesTotal: wholeNumberFrom(0).default(defaultLimits.queuedMessagesTotal).register(keyNotes, {
    does: 'Messages that wait for all Sessions together; beyond, a message is dropped for those that would have to wait, and counted, QoS 0 first; the publisher hears 0x97 when no Session had room (3.1.1: acknowledged).',
  }),
  queuedBytesTotal: wholeNumberFrom(0)
    .default(defaultLimits.queuedBytesTotal)
    .register(keyNotes, {
      does: 'Topics and payloads that wait for all Sessions together; beyond, as above.',
      unit: 'bytes',
      shownDefault: mebibytes(defaultLimits.queuedBytesTotal),
    }),
  inflightPerSession: wholeNumber(1, 65_535).default(defaultLimits.inflightPerSession).register(keyNotes, {
    does: 'QoS 1 and 2 messages in flight to one client, within its Receive Maximum.',
  }),
  subscriptionsPerSession: wholeNumberFrom(1)
    .default(defaultLimits.subscriptionsPerSession)
    .register(keyNotes, {
      does: 'Subscriptions of one Session; beyond, SUBACK 0x97 (3.1.1: 0x80).',
    }),
  subscriptionLevelsPerSession: wholeNumberFrom(1)
    .default(defaultLimits.subscriptionLevelsPerSession)
    .register(keyNotes, {
      does: 'Levels of all Topic Filters of one Session together; beyond, SUBACK 0x97 (3.1.1: 0x80).',
    }),
  topicLevels: wholeNumber(1, 65_536).default(defaultLimits.topicLevels).register(keyNotes, {
    does: 'Levels of a Topic Name (beyond, 0x90) or a Topic Filter (0x8F).',
  }),
  retainedMessages: wholeNumberFrom(0).default(defaultLimits.retainedMessages).register(keyNotes, {
    does: 'Retained messages; beyond, 0x97 (3.1.1: the connection closes).',
  }),
  retainedBytes: wholeNumberFrom(0)
    .default(defaultLimits.retainedBytes)
    .register(keyNotes, {
      does: 'Retained messages, each counted with its topic; beyond, as above.',
      unit: 'bytes',
      shownDefault: mebibytes(defaultLimits.retainedBytes),
    }),
  retainedSearchSteps: wholeNumberFrom(1).default(defaultLimits.retainedSearchSteps).register(keyNotes, {
    does: 'Steps that one SUBSCRIBE may take in search of retained messages; filters beyond get SUBACK 0x97 (3.1.1: 0x80).',
  }),
  outboundTopicAliases: wholeNumber(0, 65_535)
    .default(defaultLimits.outboundTopicAliases)
    .register(keyNotes, {
      does: 'Topic Aliases that the broker uses towards one client, within its Topic Alias Maximum.',
    }),
} as const satisfies Readonly<Record<keyof Limits, z.ZodType>>;
