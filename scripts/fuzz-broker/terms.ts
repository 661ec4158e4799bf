import type { AuthenticationMethod, BrokerOptions } from '../../reference-broker/index.ts';
import { Reason } from '../../reference-broker/index.ts';

/** What the oracle has to know of the broker that it judges. */
export interface BrokerTerms {
  readonly maximumPacketSizeBytes: number;
  /** For 5.0 clients. */
  readonly receiveMaximum: number;
  readonly topicAliasMaximum: number;
  /** The Authentication Methods that the broker has; of them the oracle knows but `fuzz`. */
  readonly authenticationMethods: readonly 'fuzz'[];
}

/** Small, so that random packets reach them. */
export const narrowTerms: BrokerTerms = {
  maximumPacketSizeBytes: 8_192,
  receiveMaximum: 2,
  topicAliasMaximum: 16,
  authenticationMethods: ['fuzz'],
};

/** Those of `mqtt-assay broker` without options. */
export const defaultTerms: BrokerTerms = {
  maximumPacketSizeBytes: 1024 * 1024,
  receiveMaximum: 64,
  topicAliasMaximum: 16,
  authenticationMethods: [],
};

export type AuthenticationAnswer = 'continue' | 'success' | 'refused';

/** The Authentication Method `fuzz`: what the first byte of the Authentication Data asks for. */
export function authenticationAnswer(data: Uint8Array | undefined): AuthenticationAnswer {
  const first = data?.[0];
  if (first === undefined) return 'continue';
  return first % 3 === 0 ? 'refused' : 'success';
}

const fuzzMethod: AuthenticationMethod = {
  begin: () => (data) => {
    const kind = authenticationAnswer(data);
    if (kind !== 'refused') return { kind };
    return { kind, refusal: { reasonCode: Reason.notAuthorized, detail: 'Refused by its first byte' } };
  },
};

/** A broker of those terms that keeps little, so that a long run costs no more memory than a short one. */
export function brokerOptionsOf(terms: BrokerTerms): BrokerOptions {
  const { maximumPacketSizeBytes, receiveMaximum, topicAliasMaximum } = terms;
  return {
    capabilities: {
      maximumPacketSizeBytes,
      receiveMaximum,
      topicAliasMaximum,
      sessionExpiryMaximumSeconds: 1,
    },
    limits: {
      retainedMessages: 20,
      queuedMessagesPerSession: 20,
      inflightPerSession: 20,
      connectionsPerSecond: Number.MAX_SAFE_INTEGER,
    },
    hooks: { authenticationMethods: { fuzz: fuzzMethod } },
  };
}
