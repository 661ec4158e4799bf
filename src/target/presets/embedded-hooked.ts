import type { StartedTarget, TargetFacts } from '../facts.ts';
import type {
  EmbeddedBroker,
  EmbeddedClient,
  EmbeddedDecision,
  EmbeddedOffer,
  EmbeddedOptions,
} from './embedded-broker.ts';
import { startInside } from './embedded-inside.ts';
import { type EmbeddedTransport, filesOf, listenerFor, trustIn } from './embedded-listener.ts';
import { refusals, refusedCredentials } from './refusals.ts';

/** A preset that refuses by hooks of ours what `refusals` names, and everybody else nothing. */
export interface HookedPreset {
  readonly name: string;
  readonly capabilities: EmbeddedOptions['capabilities'];
}

export const startHooked = (
  { serve }: Pick<EmbeddedBroker, 'serve'>,
  { name, capabilities }: HookedPreset,
  transport: EmbeddedTransport,
): Promise<StartedTarget> => {
  const listener = listenerFor(transport);
  return startInside({
    files: filesOf(listener),
    serve: () =>
      serve({
        url: listener.url,
        ...(listener.kind === 'secure' && { listenOptions: { tls: listener.certificate } }),
        capabilities,
        hooks: { authenticate, authorizePublish },
      }),
    facts: (directory) => ({ ...refused, ...trustIn(listener, directory), name }),
  });
};

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

const refused = {
  refusedCredentials,
  refusedClientIdentifier: refusals.clientIdentifier,
  deniedPublishTopic: refusals.deniedTopic,
} as const satisfies Partial<TargetFacts>;
