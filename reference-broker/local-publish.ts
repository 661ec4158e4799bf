import { encode } from '../src/packet/encode.ts';
import type { UserProperty } from '../src/packet/properties-of.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { QoS } from '../src/packet/qos.ts';
import { topicNameViolation } from '../src/packet/topic.ts';
import { type BrokerCore, publishMessage } from './core.ts';
import { messageOfPublish } from './message.ts';
import { topicRefusal } from './publish-rights.ts';
import { Reason, type Refusal } from './reason.ts';
import { storeRefusal } from './store-failure.ts';
import type { MessageTap } from './topic-rates.ts';

/** A message that comes from this process and not from a client. (5.0 section 3.3) */
export interface LocalMessage {
  readonly topicName: string;
  /** Belongs to the broker from now on. */
  readonly payload: Uint8Array;
  /** Default 0. */
  readonly qos?: QoS;
  /** Default false. */
  readonly retain?: boolean;
  readonly contentType?: string;
  readonly messageExpiryIntervalSeconds?: number;
  readonly userProperty?: readonly UserProperty[];
}

export type PublishOutcome =
  /** How many Sessions got a copy. */
  | { readonly kind: 'published'; readonly subscribers: number }
  /** The Reason Code is what a client would have been told; the detail has no full stop. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type LocalCore = Pick<BrokerCore, 'settings' | 'clock' | 'retained' | 'router' | 'counters' | 'durability'> &
  MessageTap;

/** Publishes as a client would, under the same limits, but without a right to ask for. */
export function publishLocally(core: LocalCore, local: LocalMessage): PublishOutcome {
  const publish = publishOf(local);
  const flaw =
    contentFlaw(local) ??
    capabilityFlaw(core, publish) ??
    topicRefusal(core.settings, local.topicName) ??
    (hasToBeKept(local) ? storeRefusal(core) : undefined);
  if (flaw !== undefined) return refused(core, flaw);
  // Nobody's Client Identifier, so that No Local holds back nothing: a Session never has an empty one.
  const message = messageOfPublish(publish, publish.topicName, {
    publisher: '',
    nowMillis: core.clock.nowMs(),
  });
  if (message.retain && !core.retained.hasRoomFor(message)) {
    return refused(core, {
      reasonCode: Reason.quotaExceeded,
      detail: 'No room for another retained message',
    });
  }
  core.counters.messagesPublishedLocally[publish.qos] += 1;
  const { copies, dropped } = publishMessage(core, message);
  // As for a client: of QoS 0 nothing is promised, and one who got it is a success.
  if (publish.qos === 0 || dropped === 0 || copies > 0) return { kind: 'published', subscribers: copies };
  return { kind: 'refused', refusal: { reasonCode: Reason.quotaExceeded, detail: 'The queues are full' } };
}

/** Of other messages nothing is promised. */
export function hasToBeKept({ qos = 0, retain = false }: LocalMessage): boolean {
  return qos > 0 || retain;
}

function refused(core: LocalCore, refusal: Refusal): PublishOutcome {
  core.counters.messagesDropped.refused += 1;
  return { kind: 'refused', refusal };
}

function publishOf(local: LocalMessage): Publish {
  const { topicName, payload, qos = 0, retain = false } = local;
  const { contentType, messageExpiryIntervalSeconds, userProperty } = local;
  return {
    type: 'publish',
    topicName,
    payload,
    qos,
    retain,
    dup: false,
    ...(qos === 0 ? {} : { packetIdentifier: 1 }),
    properties: {
      ...(contentType === undefined ? {} : { contentType }),
      ...(messageExpiryIntervalSeconds === undefined ? {} : { messageExpiryIntervalSeconds }),
      ...(userProperty === undefined ? {} : { userProperty }),
    },
  };
}

/** What a decoder would have found, had the message come as a packet. */
function contentFlaw(message: LocalMessage): Refusal | undefined {
  const { topicName, contentType, messageExpiryIntervalSeconds = 0, userProperty = [] } = message;
  const violation = topicNameViolation(topicName);
  if (violation !== undefined) return topicFlaw(topicFlaws[violation]);
  const unfit = stringFlaw(topicName);
  if (unfit !== undefined) return topicFlaw(`The Topic Name ${unfit}`);
  for (const text of [contentType ?? '', ...userProperty.flat()]) {
    const flaw = stringFlaw(text);
    if (flaw !== undefined) {
      return { reasonCode: Reason.malformedPacket, detail: `A Content Type or User Property ${flaw}` };
    }
  }
  if (isFourByteInteger(messageExpiryIntervalSeconds)) return undefined;
  return {
    reasonCode: Reason.malformedPacket,
    detail: 'The Message Expiry Interval is not a whole number of seconds from 0 to 4294967295',
  };
}

/** (5.0 section 1.5.3) */
const isFourByteInteger = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;

const topicFlaws = {
  // [5.0/MQTT-4.7.3-1] [3.1.1/MQTT-4.7.3-1]
  'topic-name-empty': 'The Topic Name is empty',
  // [5.0/MQTT-3.3.2-2] [3.1.1/MQTT-3.3.2-2]
  'topic-name-has-wildcard': 'The Topic Name has a wildcard (# or +)',
} as const;

const topicFlaw = (detail: string): Refusal => ({ reasonCode: Reason.topicNameInvalid, detail });

const mostStringBytes = 65_535;

/** Why a text cannot be a UTF-8 Encoded String. (5.0 section 1.5.4) */
function stringFlaw(text: string): string | undefined {
  // [5.0/MQTT-1.5.4-1] [3.1.1/MQTT-1.5.3-1]
  if (/\p{Surrogate}/u.test(text)) return 'is not well-formed Unicode';
  // [5.0/MQTT-1.5.4-2] [3.1.1/MQTT-1.5.3-2]
  if (text.includes('\0')) return 'contains U+0000';
  // [5.0/MQTT-4.7.3-3] [3.1.1/MQTT-4.7.3-3]
  if (Buffer.byteLength(text) > mostStringBytes) return `is longer than ${mostStringBytes} bytes`;
  return undefined;
}

/** The capabilities bind this publisher as they bind a 5.0 client. */
function capabilityFlaw({ settings }: LocalCore, publish: Publish): Refusal | undefined {
  const { maximumQoS, retainAvailable, maximumPacketSizeBytes } = settings.capabilities;
  if (publish.qos > maximumQoS) {
    return {
      reasonCode: Reason.qosNotSupported,
      detail: `QoS ${publish.qos} is above Maximum QoS ${maximumQoS}`,
    };
  }
  if (publish.retain && !retainAvailable) {
    return { reasonCode: Reason.retainNotSupported, detail: 'Retained messages are switched off' };
  }
  if (packetBytesOf(publish) <= maximumPacketSizeBytes) return undefined;
  return {
    reasonCode: Reason.packetTooLarge,
    detail: `The message is larger than the Maximum Packet Size of ${maximumPacketSizeBytes} bytes`,
  };
}

/** At most so long; the payload is not copied for it. */
function packetBytesOf(publish: Publish): number {
  const longestRemainingLengthBytes = 4;
  const bare = encode({ ...publish, payload: new Uint8Array() }, '5.0').length;
  return bare - 1 + longestRemainingLengthBytes + publish.payload.length;
}
