import type { QoS } from '../src/packet/qos.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { type Clock, systemClock } from '../src/transport/clock.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { JournalHealth } from './persistence/journal.ts';
import type { Persistence } from './persistence/open-persistence.ts';
import type { Refusal } from './reason.ts';
import type { Redirection } from './redirection.ts';
import type { SysTopicsOptions } from './sys-topics.ts';

/** Who a connection speaks for, as the hooks see it. */
export interface ClientIdentity {
  readonly clientIdentifier: string;
  readonly userName?: string;
  readonly protocolVersion: ProtocolVersion;
  /** What `authenticate` or an Authentication Method left for `standingOf`. Nobody else looks at it; it is not stored. */
  readonly credential?: object;
}

/** What a CONNECT offers for authentication. */
export interface Credentials extends ClientIdentity {
  readonly password?: Uint8Array;
}

export type Decision = 'allow' | Refusal;

/** Who a client turned out to be. What is absent stays as CONNECT has it. */
export interface Proof {
  readonly userName?: string;
  readonly credential?: object;
}

/** The answer to a CONNECT without Authentication Method. */
export type Authentication = Decision | { readonly kind: 'proved'; readonly proof: Proof };

/**
 * How a client stands that was let in before.
 *
 * - `valid`: as it was.
 * - `outdated`: it has to prove itself again, so its connection ends; its Session stays.
 * - `gone`: nobody may use its Session any more, so that ends too.
 */
export type Standing = 'valid' | 'outdated' | 'gone';

/** One answer of an enhanced authentication. (5.0 section 4.12) */
export type AuthenticationStep =
  | { readonly kind: 'continue'; readonly authenticationData?: Uint8Array }
  | { readonly kind: 'success'; readonly authenticationData?: Uint8Array; readonly proof?: Proof }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The server's side of one Authentication Method. */
export interface AuthenticationMethod {
  /** Starts an exchange; the returned function takes each Authentication Data of the client, the first from CONNECT. */
  begin(identity: ClientIdentity): (authenticationData: Uint8Array | undefined) => AuthenticationStep;
}

/** What the broker offers. A refused capability is announced in CONNACK and enforced with its Reason Code. */
export interface Capabilities {
  /** Default 2. Below: CONNACK Maximum QoS; a higher PUBLISH or Will is answered with 0x9B. */
  readonly maximumQoS: QoS;
  /** Default true. False: a retained PUBLISH or Will is answered with 0x9A; in 3.1.1 the flag is ignored. */
  readonly retainAvailable: boolean;
  /** Default true. False: 0xA2. */
  readonly wildcardSubscriptionAvailable: boolean;
  /** Default true. False: 0xA1. */
  readonly subscriptionIdentifierAvailable: boolean;
  /** Default true. False: 0x9E. */
  readonly sharedSubscriptionAvailable: boolean;
  /** Topic Aliases that a client may use. Default 16. */
  readonly topicAliasMaximum: number;
  /** Unfinished QoS 1 and 2 PUBLISH packets that a 5.0 client may have sent. Default 64; 1 to 65 535. */
  readonly receiveMaximum: number;
  /** Default 1 MiB. Larger packets are answered with 0x95. */
  readonly maximumPacketSizeBytes: number;
  /** Off by default. A Keep Alive that the broker imposes on 5.0 clients. */
  readonly serverKeepAliveSeconds?: number;
  /** Off by default. The longest Session Expiry Interval; a 5.0 client is told in CONNACK. */
  readonly sessionExpiryMaximumSeconds?: number;
  /** Absent by default. Sent to a client that asks for Response Information. */
  readonly responseInformation?: string;
}

export interface Hooks {
  /**
   * Default: everybody may connect. Runs before the CONNECT has any effect; while it takes its time, nothing of that
   * connection is handled.
   */
  authenticate(credentials: Credentials): Authentication | Promise<Authentication>;
  /** Default: `valid`. Asked by `recheckRights`, and once more before a client is let in whose `authenticate` took time. */
  standingOf(client: ClientIdentity): Standing;
  /** Default: everybody may. Asked when a CONNECT names the Client Identifier of a Session that exists. */
  authorizeSession(client: ClientIdentity, owner: ClientIdentity): Decision;
  /** Default: everything may be published, the Will included. */
  authorizePublish(client: ClientIdentity, topicName: string): Decision;
  /** Default: everything may be subscribed. Asked again when a Session resumes, and by `recheckRights`. */
  authorizeSubscribe(client: ClientIdentity, topicFilter: string): Decision;
  /** Enhanced authentication by Authentication Method. Default: none, so that any is answered with 0x8C. */
  readonly authenticationMethods: Readonly<Record<string, AuthenticationMethod>>;
}

/** All of it may be left out. */
export interface BrokerOptions {
  /** Default: the system's clock. */
  readonly clock?: Clock;
  readonly capabilities?: Partial<Capabilities>;
  readonly limits?: Partial<Limits>;
  readonly hooks?: Partial<Hooks>;
  /** Default: clients are sent nowhere else. */
  readonly redirection?: Redirection;
  /** Default: no `$SYS` topics. */
  readonly sysTopics?: SysTopicsOptions;
  /** How long the event loop looks for the next packet before it sleeps; see wakefulness.ts. Default 0. */
  readonly awakeMicros?: number;
  /** What outlives the process; absent by default. It has to be closed after the broker. */
  readonly persistence?: Persistence;
  /** The durable store began to fail, or works again. */
  readonly onStoreHealth?: (health: JournalHealth) => void;
  /** A fault of the broker or of a hook, whose connection is closed. Default: a warning of the process. */
  readonly onError?: (error: unknown) => void;
}

/** Options with every default filled in. */
export interface BrokerSettings {
  readonly clock: Clock;
  readonly capabilities: Capabilities;
  readonly limits: Limits;
  readonly hooks: Hooks;
  readonly redirection: Redirection;
  readonly awakeMicros: number;
  readonly onError: (error: unknown) => void;
}

export const defaultCapabilities: Capabilities = {
  maximumQoS: 2,
  retainAvailable: true,
  wildcardSubscriptionAvailable: true,
  subscriptionIdentifierAvailable: true,
  sharedSubscriptionAvailable: true,
  topicAliasMaximum: 16,
  receiveMaximum: 64,
  maximumPacketSizeBytes: 1024 * 1024,
};

const permissiveHooks: Hooks = {
  authenticate: () => 'allow',
  standingOf: () => 'valid',
  authorizeSession: () => 'allow',
  authorizePublish: () => 'allow',
  authorizeSubscribe: () => 'allow',
  authenticationMethods: {},
};

/** An option outside of what the standard can announce. */
export class BrokerOptionError extends Error {
  override readonly name = 'BrokerOptionError';
  readonly code = 'option-out-of-range';
}

/** @throws BrokerOptionError when a number does not fit into its property on the wire. */
export function resolveOptions(options: BrokerOptions): BrokerSettings {
  const capabilities = { ...defaultCapabilities, ...options.capabilities };
  requireWithin('receiveMaximum', capabilities.receiveMaximum, 1, 65_535);
  requireWithin('topicAliasMaximum', capabilities.topicAliasMaximum, 0, 65_535);
  requireWithin('maximumPacketSizeBytes', capabilities.maximumPacketSizeBytes, 1, 268_435_460);
  requireWithin('serverKeepAliveSeconds', capabilities.serverKeepAliveSeconds ?? 0, 0, 65_535);
  requireWithin('sessionExpiryMaximumSeconds', capabilities.sessionExpiryMaximumSeconds ?? 0, 0, 0xffffffff);
  return {
    clock: options.clock ?? systemClock,
    capabilities,
    limits: { ...defaultLimits, ...options.limits },
    hooks: { ...permissiveHooks, ...options.hooks },
    redirection: options.redirection ?? {},
    awakeMicros: options.awakeMicros ?? 0,
    onError: options.onError ?? warn,
  };
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), { code: 'REFERENCE_BROKER_FAULT' });
}

function requireWithin(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new BrokerOptionError(`${name} is ${value}: give a whole number from ${least} to ${most}.`);
}
