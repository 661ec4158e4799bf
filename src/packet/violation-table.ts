import type { StatementId } from '../spec/statements/statement-id.ts';

/** The statements that one violation breaks: at most one of each version. */
export type Statements = readonly [StatementId, ...StatementId[]];

export interface ViolationDefinition {
  readonly reasonCode: number;
  /** Used where no more specific statement is named. A version that is missing cannot have the violation. */
  readonly statements: Statements;
  /** One sentence, ours, for reports and documentation. */
  readonly summary: string;
}

const malformed = 0x81;
const protocolError = 0x82;
const unsupportedProtocolVersion = 0x84;
const topicAliasInvalid = 0x94;
const packetTooLarge = 0x95;

/**
 * Every way in which the bytes of one packet can break the standard.
 *
 * Where the standard does not say whether a breach is malformed or a Protocol Error, its definitions decide:
 * what cannot be parsed is malformed (0x81), what parses but may not be said is a Protocol Error (0x82).
 * (5.0 sections 1.2 and 4.13)
 */
export const violations = {
  'remaining-length-too-long': {
    reasonCode: malformed,
    statements: ['3.1.1/U-2.2.3-2', '5.0/U-1.5.5-1'],
    summary: 'The Remaining Length takes more than four bytes.',
  },
  'remaining-length-not-minimal': {
    reasonCode: malformed,
    statements: ['5.0/MQTT-1.5.5-1'],
    summary: 'The Remaining Length takes more bytes than its value needs.',
  },
  'packet-too-large': {
    reasonCode: packetTooLarge,
    // 3.1.1 knows no announced maximum: there the receiver is short of room and has to close.
    statements: ['3.1.1/MQTT-4.8.0-2', '5.0/MQTT-3.2.2-15'],
    summary: 'The packet is larger than the receiver accepts.',
  },
  'connect-expected': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.1.0-1', '5.0/MQTT-3.1.0-1'],
    summary: 'The first packet of a client is not CONNECT.',
  },
  'packet-type-reserved': {
    reasonCode: malformed,
    statements: ['3.1.1/U-2.2.1-1', '5.0/U-2.1.2-1'],
    summary: 'The packet type is reserved and may not be sent.',
  },
  'client-sent-server-packet': {
    reasonCode: protocolError,
    statements: ['3.1.1/U-2.2.1-4', '5.0/U-2.1.2-3'],
    summary: 'A client sent a packet that only a server may send.',
  },
  'server-sent-client-packet': {
    reasonCode: protocolError,
    statements: ['3.1.1/U-2.2.1-3', '5.0/U-2.1.2-2'],
    summary: 'A server sent a packet that only a client may send.',
  },
  'reserved-bits-set': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-2.2.2-1', '5.0/MQTT-2.1.3-1'],
    summary: 'Reserved flag bits of the Fixed Header do not have their fixed value.',
  },
  'packet-truncated': {
    reasonCode: malformed,
    statements: ['3.1.1/U-2.2.3-1', '5.0/U-2.1.4-1'],
    summary: 'A field is missing or runs past the end of its packet.',
  },
  'packet-has-trailing-bytes': {
    reasonCode: malformed,
    statements: ['3.1.1/U-2.2.3-1', '5.0/U-2.1.4-1'],
    summary: 'The packet goes on after its last field.',
  },
  'variable-byte-integer-too-long': {
    reasonCode: malformed,
    statements: ['5.0/U-1.5.5-1'],
    summary: 'A Variable Byte Integer takes more than four bytes.',
  },
  'variable-byte-integer-not-minimal': {
    reasonCode: malformed,
    statements: ['5.0/MQTT-1.5.5-1'],
    summary: 'A Variable Byte Integer takes more bytes than its value needs.',
  },
  'utf8-ill-formed': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-1.5.3-1', '5.0/MQTT-1.5.4-1'],
    summary: 'A string is not well-formed UTF-8.',
  },
  'utf8-null-character': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-1.5.3-2', '5.0/MQTT-1.5.4-2'],
    summary: 'A string holds U+0000.',
  },
  'packet-identifier-zero': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-2.3.1-1', '5.0/MQTT-2.2.1-3'],
    summary: 'The Packet Identifier is 0.',
  },
  'property-length-missing': {
    reasonCode: malformed,
    statements: ['5.0/MQTT-2.2.2-1'],
    summary: 'The Property Length is missing, though it has to be 0 where there are no properties.',
  },
  'property-length-wrong': {
    reasonCode: malformed,
    statements: ['5.0/U-2.2.2.1-1'],
    summary: 'The Property Length runs past the packet or ends inside a property.',
  },
  'property-unknown': {
    reasonCode: malformed,
    statements: ['5.0/U-2.2.2.2-1'],
    summary: 'No property has this identifier.',
  },
  'property-not-allowed': {
    reasonCode: malformed,
    statements: ['5.0/U-2.2.2.2-1'],
    summary: 'The packet may not carry this property.',
  },
  'property-sender-wrong': {
    reasonCode: protocolError,
    statements: ['5.0/U-2.2.2.2-1'],
    summary: 'Only the other side may send this property in this packet.',
  },
  'property-repeated': {
    reasonCode: protocolError,
    // The standard forgot to say it of Payload Format Indicator and Message Expiry Interval in PUBLISH.
    statements: ['5.0/U-2.2.2.2-1'],
    summary: 'A property that may stand once stands more than once.',
  },
  'property-value-out-of-range': {
    reasonCode: protocolError,
    statements: ['5.0/U-2.2.2.2-1'],
    summary: 'A property has a value that the standard does not give it.',
  },
  'topic-alias-zero': {
    reasonCode: topicAliasInvalid,
    statements: ['5.0/MQTT-3.3.2-8'],
    summary: 'The Topic Alias is 0.',
  },
  'subscription-identifier-zero': {
    reasonCode: protocolError,
    statements: ['5.0/U-3.8.2.1.2-1'],
    summary: 'The Subscription Identifier is 0.',
  },
  'authentication-data-without-method': {
    reasonCode: protocolError,
    statements: ['5.0/U-3.1.2.11.10-1'],
    summary: 'Authentication Data stands without an Authentication Method.',
  },
  'authentication-method-missing': {
    reasonCode: protocolError,
    statements: ['5.0/U-3.15.2.2.2-1'],
    summary: 'AUTH has no Authentication Method.',
  },
  'protocol-name-unknown': {
    reasonCode: unsupportedProtocolVersion,
    statements: ['3.1.1/MQTT-3.1.2-1', '5.0/MQTT-3.1.2-1'],
    summary: 'The Protocol Name is not MQTT.',
  },
  'protocol-level-unsupported': {
    reasonCode: unsupportedProtocolVersion,
    statements: ['3.1.1/MQTT-3.1.2-2', '5.0/MQTT-3.1.2-2'],
    summary: 'The protocol level is neither 4 (3.1.1) nor 5 (5.0).',
  },
  'connect-reserved-flag-set': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-3.1.2-3', '5.0/MQTT-3.1.2-3'],
    summary: 'The reserved bit of the Connect Flags is 1.',
  },
  'will-qos-invalid': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-3.1.2-14', '5.0/MQTT-3.1.2-12'],
    summary: 'The Will QoS is 3.',
  },
  'will-qos-without-will': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.1.2-13', '5.0/MQTT-3.1.2-11'],
    summary: 'The Will QoS is set without the Will Flag.',
  },
  'will-retain-without-will': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.1.2-15', '5.0/MQTT-3.1.2-13'],
    summary: 'Will Retain is set without the Will Flag.',
  },
  'password-without-user-name': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.1.2-22'],
    summary: 'The Password Flag is set without the User Name Flag.',
  },
  'connack-reserved-flags-set': {
    reasonCode: malformed,
    statements: ['3.1.1/U-3.2.2.1-1', '5.0/MQTT-3.2.2-1'],
    summary: 'Reserved bits of the Connect Acknowledge Flags are 1.',
  },
  'session-present-with-refusal': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.2.2-4', '5.0/MQTT-3.2.2-6'],
    summary: 'CONNACK refuses the connection and still says that a session is present.',
  },
  'reason-code-not-allowed': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.9.3-2', '5.0/U-2.4-1'],
    summary: 'The packet may not carry this Reason Code.',
  },
  'reason-code-sender-wrong': {
    reasonCode: protocolError,
    statements: ['5.0/U-2.4-1'],
    summary: 'Only the other side may send this Reason Code in this packet.',
  },
  'reason-codes-missing': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-6'],
    summary: 'The acknowledgement holds no Reason Code.',
  },
  'publish-qos-invalid': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-3.3.1-4', '5.0/MQTT-3.3.1-4'],
    summary: 'Both QoS bits of PUBLISH are 1.',
  },
  'dup-with-qos-0': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.3.1-2', '5.0/MQTT-3.3.1-2'],
    summary: 'DUP is set on a message of QoS 0.',
  },
  'topic-name-empty': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1'],
    summary: 'A Topic Name is empty.',
  },
  'topic-name-has-wildcard': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-4.7.1-1', '5.0/MQTT-4.7.0-1'],
    summary: 'A Topic Name holds a wildcard character.',
  },
  'topic-filter-empty': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1'],
    summary: 'A Topic Filter is empty.',
  },
  'multi-level-wildcard-misplaced': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-4.7.1-2', '5.0/MQTT-4.7.1-1'],
    summary: 'The wildcard # is not alone in the last level of the Topic Filter.',
  },
  'single-level-wildcard-misplaced': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-4.7.1-3', '5.0/MQTT-4.7.1-2'],
    summary: 'The wildcard + does not occupy a whole level of the Topic Filter.',
  },
  'share-name-empty': {
    reasonCode: protocolError,
    statements: ['5.0/MQTT-4.8.2-1'],
    summary: 'The ShareName of a Shared Subscription is empty.',
  },
  'share-name-has-wildcard': {
    reasonCode: protocolError,
    statements: ['5.0/MQTT-4.8.2-2'],
    summary: 'The ShareName of a Shared Subscription holds + or #.',
  },
  'shared-subscription-without-filter': {
    reasonCode: protocolError,
    statements: ['5.0/MQTT-4.8.2-2'],
    summary: 'No Topic Filter follows the ShareName of a Shared Subscription.',
  },
  'topic-filters-missing': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.8.3-3', '5.0/MQTT-3.8.3-2'],
    summary: 'SUBSCRIBE or UNSUBSCRIBE names no Topic Filter.',
  },
  'subscription-options-reserved-bits-set': {
    reasonCode: malformed,
    statements: ['3.1.1/MQTT-3.8.3-4', '5.0/MQTT-3.8.3-5'],
    summary: 'Reserved bits of the Subscription Options are 1.',
  },
  'subscription-qos-invalid': {
    reasonCode: protocolError,
    statements: ['3.1.1/MQTT-3.8.3-4', '5.0/U-3.8.3.1-1'],
    summary: 'The QoS of a subscription is 3.',
  },
  'retain-handling-invalid': {
    reasonCode: protocolError,
    statements: ['5.0/U-3.8.3.1-4'],
    summary: 'The Retain Handling of a subscription is 3.',
  },
  'no-local-on-shared-subscription': {
    reasonCode: protocolError,
    statements: ['5.0/MQTT-3.8.3-4'],
    summary: 'No Local is set on a Shared Subscription.',
  },
} as const satisfies Readonly<Record<string, ViolationDefinition>>;
