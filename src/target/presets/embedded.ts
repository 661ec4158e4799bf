import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Preset, Purpose, StartedTarget, TargetFacts } from '../facts.ts';
import { freePort } from '../free-port.ts';
import { type Launch, layOut, type Places } from '../launch.ts';
import { type PreparedServer, startServer } from '../start-server.ts';
import { TargetError } from '../target-error.ts';
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

/** The same broker as a program. */
export interface EmbeddedProgram {
  /**
   * Program and arguments that serve on this port of 127.0.0.1. The program must end when its stdin does, so
   * that it cannot outlive us.
   */
  command(port: string, http: EmbeddedHttp): readonly string[];
}

/** Where the program publishes for HTTP clients, on 127.0.0.1 too. */
export interface EmbeddedHttp {
  readonly port: string;
  /** Holds what it wants as a Bearer token. */
  readonly tokenFile: string;
}

const product = 'mqtt-assay reference broker';

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
  product,
  // The reference broker uses aliases towards any client that allows them, which no CONNACK shows.
  capabilities: { add: ['outbound-topic-alias'], remove: [] },
} as const satisfies Partial<TargetFacts>;

const refused = {
  refusedCredentials,
  refusedClientIdentifier: refusals.clientIdentifier,
  deniedPublishTopic: refusals.deniedTopic,
} as const satisfies Partial<TargetFacts>;

type Start = () => Promise<StartedTarget>;

/** In our own process: nothing is faster to start, and a crash of it is a crash of ours. */
const inside =
  (serve: ServeEmbedded, name: string, capabilities: EmbeddedOptions['capabilities']): Start =>
  async () => {
    const served = await serve({
      url: 'mqtt://127.0.0.1:0',
      capabilities,
      hooks: { authenticate, authorizePublish },
    });
    return {
      facts: { ...facts, ...refused, name, url: served.url },
      [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]().then(() => undefined),
    };
  };

/** In a process of its own: a broker that is measured must not share a thread with who measures. */
const outside =
  (program: EmbeddedProgram, name: string): Start =>
  () =>
    startServer({
      timeoutSeconds: 30,
      prepare: (port) => prepare(program, name, port),
    });

const prepare = async (program: EmbeddedProgram, name: string, port: number): Promise<PreparedServer> => {
  const httpPort = await freePort();
  const token = randomBytes(32).toString('hex');
  const launchOf = (places: Places<'port' | 'httpPort' | 'token'>): Launch => ({
    argv: program.command(places.port, {
      port: places.httpPort,
      tokenFile: join(places.directory, tokenFileName),
    }),
    files: { [tokenFileName]: places.token },
  });
  const laidOut = await layOut(launchOf, { port: String(port), httpPort: String(httpPort), token });
  return {
    command: { name, argv: laidOut.launch.argv },
    facts: {
      ...facts,
      name,
      url: `mqtt://127.0.0.1:${port}`,
      configurationHash: laidOut.configurationHash,
      httpPublish: { kind: 'reference', url: `http://127.0.0.1:${httpPort}/publish`, token },
    },
    // It may answer a CONNECT before it has read the token.
    neededUntil: 'end',
    [Symbol.asyncDispose]: () => laidOut[Symbol.asyncDispose](),
  };
};

const tokenFileName = 'http-token';

const immeasurable =
  (name: string): Start =>
  () =>
    Promise.reject(
      new TargetError(
        'bad-target',
        `The preset ${name} cannot be measured, because its limits exist only in a process that it shares with us: measure reference in its place.`,
      ),
    );

const startedBy = (
  preset: Pick<Preset, 'name' | 'summary'>,
  starts: Readonly<Record<Purpose, Start>>,
): Preset => ({ ...preset, start: (purpose) => starts[purpose]() });

/** The presets `reference` (everything allowed) and `restricted` (everything that can be refused, refused). */
export const embeddedPresets = (serve: ServeEmbedded, program: EmbeddedProgram): readonly Preset[] => [
  startedBy(
    { name: 'reference', summary: 'the embedded broker, complete for 3.1.1 and 5.0' },
    {
      judge: inside(serve, 'reference', { receiveMaximum: 64 }),
      measure: outside(program, 'reference'),
    },
  ),
  startedBy(
    { name: 'restricted', summary: 'the embedded broker, announcing that it serves as little as 5.0 allows' },
    {
      judge: inside(serve, 'restricted', {
        receiveMaximum: 8,
        maximumQoS: 1,
        retainAvailable: false,
        wildcardSubscriptionAvailable: false,
        subscriptionIdentifierAvailable: false,
        sharedSubscriptionAvailable: false,
        topicAliasMaximum: 0,
        maximumPacketSizeBytes: 64 * 1024,
      }),
      measure: immeasurable('restricted'),
    },
  ),
];
