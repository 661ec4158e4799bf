/**
 * What the embedded presets ask of a broker. Target must not import the reference broker, so whoever builds the
 * presets hands it in.
 */
export interface EmbeddedBroker {
  /** Serves inside this process, with hooks of ours. */
  readonly serve: ServeEmbedded;
  /** Serves inside this process by a TOML file, exactly as a user's broker would. */
  serveConfigured(file: string): Promise<ServedEmbedded>;
  /** Adds a user to a password file, so that a check of the password costs next to nothing. */
  addUser(file: string, name: string, password: string): Promise<void>;
  readonly program: EmbeddedProgram;
}

/** `url` is where it listens. */
export type ServedEmbedded = AsyncDisposable & { readonly url: string };
export type ServeEmbedded = (options: EmbeddedOptions) => Promise<ServedEmbedded>;

/** The part of the reference broker's options that the presets use. */
export interface EmbeddedOptions {
  /** `mqtt://127.0.0.1:0`: a free port. */
  readonly url: string;
  readonly listenOptions?: { readonly tls: { readonly cert: string; readonly key: string } };
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
export interface EmbeddedClient {
  readonly clientIdentifier: string;
}

/** What a CONNECT offers. */
export interface EmbeddedOffer extends EmbeddedClient {
  readonly userName?: string;
  readonly password?: Uint8Array;
}

/** A refusal carries a Reason Code of 5.0. */
export type EmbeddedDecision = 'allow' | { readonly reasonCode: number; readonly detail: string };

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
