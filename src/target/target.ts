import type { ProtocolVersion } from '../spec/protocol-version.ts';
import type { Capability } from './capability.ts';

/** What CONNACK announced, with the defaults of the standard filled in. (5.0 section 3.2.2.3) */
export interface Announced {
  readonly receiveMaximum: number;
  readonly maximumQoS: 0 | 1 | 2;
  readonly topicAliasMaximum: number;
  /** Absent: no limit. */
  readonly maximumPacketSizeBytes?: number;
  readonly serverKeepAliveSeconds?: number;
}

/** A name and password, as a profile gives them. */
export interface Credentials {
  readonly userName: string;
  readonly password?: string;
}

/** A way into a server besides MQTT: a POST makes it publish a message. */
export interface HttpPublish {
  /**
   * What the request looks like.
   *
   * - `rabbitmq`: the management API, `POST /api/exchanges/%2F/amq.topic/publish`.
   * - `emqx`: `POST /api/v5/publish`.
   * - `reference`: `POST /publish?topic=...&qos=...` with the payload as body.
   */
  readonly kind: 'rabbitmq' | 'emqx' | 'reference';
  /** Where to POST. */
  readonly url: string;
  /** For basic authentication. */
  readonly credentials?: Credentials;
  /** For `Authorization: Bearer`. */
  readonly token?: string;
}

/**
 * A server that is ready to be judged: where it is, how to get in, and what it can do.
 * Plain data: it crosses to the worker that runs the cases.
 */
export interface Target {
  /** As the user named it. */
  readonly name: string;
  readonly url: string;
  readonly product?: string;
  readonly credentials?: Credentials;
  readonly tls?: { readonly caFile?: string; readonly certificateCheck: 'verify' | 'skip' };
  readonly capabilities: readonly Capability[];
  /** By version; absent where the version is not spoken. */
  readonly announced: Readonly<Partial<Record<ProtocolVersion, Announced>>>;
  readonly refusedCredentials?: Credentials;
  readonly refusedClientIdentifier?: string;
  readonly deniedPublishTopic?: string;
  /** Most connections that the target can bear at once. */
  readonly concurrency?: number;
  /** SHA-256 of what it was started with, in hex; absent where we did not start a process. */
  readonly configurationHash?: string;
  readonly httpPublish?: HttpPublish;
}
