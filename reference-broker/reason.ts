/**
 * The Reason Codes that this broker sends, by the standard's names. (5.0 section 2.4, table 2-6)
 *
 * Which packet may carry which code is checked by the encoder against `src/spec/reason-codes.ts`.
 */
export const Reason = {
  success: 0x00,
  noMatchingSubscribers: 0x10,
  noSubscriptionExisted: 0x11,
  continueAuthentication: 0x18,
  reauthenticate: 0x19,
  unspecifiedError: 0x80,
  malformedPacket: 0x81,
  protocolError: 0x82,
  implementationSpecificError: 0x83,
  unsupportedProtocolVersion: 0x84,
  clientIdentifierNotValid: 0x85,
  badUserNameOrPassword: 0x86,
  notAuthorized: 0x87,
  serverUnavailable: 0x88,
  serverBusy: 0x89,
  banned: 0x8a,
  serverShuttingDown: 0x8b,
  badAuthenticationMethod: 0x8c,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  topicFilterInvalid: 0x8f,
  topicNameInvalid: 0x90,
  packetIdentifierInUse: 0x91,
  packetIdentifierNotFound: 0x92,
  receiveMaximumExceeded: 0x93,
  topicAliasInvalid: 0x94,
  packetTooLarge: 0x95,
  quotaExceeded: 0x97,
  payloadFormatInvalid: 0x99,
  retainNotSupported: 0x9a,
  qosNotSupported: 0x9b,
  useAnotherServer: 0x9c,
  serverMoved: 0x9d,
  sharedSubscriptionsNotSupported: 0x9e,
  subscriptionIdentifiersNotSupported: 0xa1,
  wildcardSubscriptionsNotSupported: 0xa2,
} as const;

export type Reason = (typeof Reason)[keyof typeof Reason];

/** Codes from here on are failures. (5.0 section 2.4) */
export const firstFailureCode = 0x80;

/** The one failure code of a 3.1.1 SUBACK. (3.1.1 section 3.9.3) */
export const subackFailure311 = 0x80;

/** Why something was refused: the code for the peer, the sentence for its developer. */
export interface Refusal {
  readonly reasonCode: number;
  readonly detail: string;
  /** Only with 0x9C and 0x9D. [5.0/U-3.2.2.3.16-2] [5.0/U-3.14.2.2.5-2] */
  readonly serverReference?: string;
}

const longestDiagnostic = 200;

/** A detail made fit for a Reason String: it may quote what a client sent, of any length and with any characters. */
export function diagnostic(detail: string): string {
  return detail.slice(0, longestDiagnostic).replace(/\p{Cc}|\p{Cs}/gu, '?');
}

/** What CONNACK and DISCONNECT say of a refusal besides its code. (5.0 sections 3.2.2.3 and 3.14.2.2) */
export function reasonProperties({ detail, serverReference }: Refusal): {
  readonly reasonString: string;
  readonly serverReference?: string;
} {
  const reasonString = diagnostic(detail);
  return serverReference === undefined ? { reasonString } : { reasonString, serverReference };
}
