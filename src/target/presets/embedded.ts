import type { Preset, StartedTarget, TargetFacts } from '../facts.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/**
 * What the embedded presets ask of a broker. It is the part of the reference broker's options that they
 * use: target must not import the broker, so whoever builds the presets hands its serve function in.
 */
export interface EmbeddedOptions {
  /** `mqtt://127.0.0.1:0`: a free port. */
  readonly url: string;
  readonly capabilities: {
    readonly receiveMaximum: number;
    readonly maximumQoS?: 0 | 1 | 2;
    readonly retainAvailable?: boolean;
    readonly wildcardSubscriptionAvailable?: boolean;
    readonly subscriptionIdentifierAvailable?: boolean;
    readonly sharedSubscriptionAvailable?: boolean;
    readonly topicAliasMaximum?: number;
    readonly maximumPacketSizeBytes?: number;
  };
  readonly hooks: {
    authenticate(offer: EmbeddedOffer): EmbeddedDecision;
    authorizePublish(client: EmbeddedClient, topicName: string): EmbeddedDecision;
  };
}

/** Who asks. */
interface EmbeddedClient {
  readonly clientIdentifier: string;
}

/** What a CONNECT offers. */
interface EmbeddedOffer extends EmbeddedClient {
  readonly userName?: string;
  readonly password?: Uint8Array;
}

/** A refusal carries a Reason Code of 5.0. */
type EmbeddedDecision = 'allow' | { readonly reasonCode: number; readonly detail: string };

/** Serves a broker inside this process: `url` is where it listens. */
export type ServeEmbedded = (options: EmbeddedOptions) => Promise<AsyncDisposable & { readonly url: string }>;

const authenticate = ({ clientIdentifier, userName, password }: EmbeddedOffer): EmbeddedDecision => {
  if (clientIdentifier === refusals.clientIdentifier) {
    return { reasonCode: 0x85, detail: 'the preset refuses this Client Identifier' };
  }
  if (userName !== refusals.userName) return 'allow';
  const given = password === undefined ? '' : Buffer.from(password).toString('utf8');
  if (given === refusals.correctPassword) return 'allow';
  return { reasonCode: 0x86, detail: 'the preset knows this user with another password' };
};

const authorizePublish = (_client: EmbeddedClient, topicName: string): EmbeddedDecision =>
  topicName.startsWith(refusals.deniedTopicPrefix)
    ? { reasonCode: 0x87, detail: 'the preset denies publishing to this topic' }
    : 'allow';

const facts = {
  refusedCredentials,
  refusedClientIdentifier: refusals.clientIdentifier,
  deniedPublishTopic: refusals.deniedTopic,
  // The reference broker uses aliases towards any client that allows them, which no CONNACK shows.
  capabilities: { add: ['outbound-topic-alias'], remove: [] },
} as const satisfies Partial<TargetFacts>;

const embedded = (
  serve: ServeEmbedded,
  preset: Pick<Preset, 'name' | 'summary'>,
  capabilities: EmbeddedOptions['capabilities'],
): Preset => ({
  ...preset,
  start: async (): Promise<StartedTarget> => {
    const served = await serve({
      url: 'mqtt://127.0.0.1:0',
      capabilities,
      hooks: { authenticate, authorizePublish },
    });
    return {
      facts: { ...facts, name: preset.name, url: served.url, product: 'mqtt-assay reference broker' },
      [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]().then(() => undefined),
    };
  },
});

/** The presets `reference` (everything allowed) and `restricted` (everything that can be refused, refused). */
export const embeddedPresets = (serve: ServeEmbedded): readonly Preset[] => [
  embedded(
    serve,
    { name: 'reference', summary: 'the embedded broker, complete for 3.1.1 and 5.0' },
    { receiveMaximum: 64 },
  ),
  embedded(
    serve,
    { name: 'restricted', summary: 'the embedded broker, announcing that it serves as little as 5.0 allows' },
    {
      receiveMaximum: 8,
      maximumQoS: 1,
      retainAvailable: false,
      wildcardSubscriptionAvailable: false,
      subscriptionIdentifierAvailable: false,
      sharedSubscriptionAvailable: false,
      topicAliasMaximum: 0,
      maximumPacketSizeBytes: 64 * 1024,
    },
  ),
];
