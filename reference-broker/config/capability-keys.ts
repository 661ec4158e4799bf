import { z } from 'zod';
import { type Capabilities, defaultCapabilities } from '../options.ts';
import { keyNotes, text, wholeNumber, yesOrNo } from './values.ts';

const qos = () => z.union([z.literal(0), z.literal(1), z.literal(2)], { error: '0, 1 or 2' });

/**
 * `[capabilities]`: what the broker offers. What is off is announced in CONNACK and refused with its Reason Code.
 * The compiler keeps the keys in step with {@link Capabilities}.
 */
export const capabilityKeys = {
  maximumQoS: qos().default(defaultCapabilities.maximumQoS).register(keyNotes, {
    does: 'The highest QoS of a PUBLISH or a Will; a higher one is refused with 0x9B.',
  }),
  retainAvailable: yesOrNo().default(defaultCapabilities.retainAvailable).register(keyNotes, {
    does: 'Retained messages; when off, a retained PUBLISH or Will is refused with 0x9A (3.1.1: the flag is ignored).',
  }),
  wildcardSubscriptionAvailable: yesOrNo()
    .default(defaultCapabilities.wildcardSubscriptionAvailable)
    .register(keyNotes, { does: 'Wildcards in Topic Filters; when off, 0xA2.' }),
  subscriptionIdentifierAvailable: yesOrNo()
    .default(defaultCapabilities.subscriptionIdentifierAvailable)
    .register(keyNotes, { does: 'Subscription Identifiers; when off, 0xA1.' }),
  sharedSubscriptionAvailable: yesOrNo()
    .default(defaultCapabilities.sharedSubscriptionAvailable)
    .register(keyNotes, { does: 'Shared Subscriptions; when off, 0x9E.' }),
  topicAliasMaximum: wholeNumber(0, 65_535)
    .default(defaultCapabilities.topicAliasMaximum)
    .register(keyNotes, {
      does: 'Topic Aliases that a client may use; a higher one is refused with 0x94.',
    }),
  receiveMaximum: wholeNumber(1, 65_535).default(defaultCapabilities.receiveMaximum).register(keyNotes, {
    does: 'Unfinished QoS 1 and 2 PUBLISH packets that a 5.0 client may have sent; beyond, 0x93.',
  }),
  maximumPacketSizeBytes: wholeNumber(1, 268_435_460)
    .default(defaultCapabilities.maximumPacketSizeBytes)
    .register(keyNotes, {
      does: 'The largest packet that the broker takes; a larger one is refused with 0x95.',
      unit: 'bytes',
      shownDefault: '1 MiB',
    }),
  serverKeepAliveSeconds: wholeNumber(0, 65_535).exactOptional().register(keyNotes, {
    does: 'A Keep Alive that 5.0 clients must use instead of their own.',
    unit: 'seconds',
    absent: 'each client chooses',
  }),
  sessionExpiryMaximumSeconds: wholeNumber(0, 0xffffffff).exactOptional().register(keyNotes, {
    does: 'The longest Session Expiry Interval that is granted.',
    unit: 'seconds',
    absent: 'each client chooses',
  }),
  responseInformation: text().exactOptional().register(keyNotes, {
    does: 'Response Information for 5.0 clients that ask for it: the start of the topics on which they are answered.',
    absent: 'none is sent',
  }),
} as const satisfies Readonly<Record<keyof Capabilities, z.ZodType>>;
