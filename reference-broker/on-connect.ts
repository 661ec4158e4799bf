import { randomUUID } from 'node:crypto';
import type { Connect } from '../src/packet/connect.ts';
import type { BrokerCore } from './core.ts';
import type { Authentication, ClientIdentity, Proof } from './options.ts';
import { publishRefusal } from './publish-rights.ts';
import { Reason, type Refusal } from './reason.ts';
import { redirectRefusal } from './redirection.ts';
import { requestedExpirySeconds } from './session-expiry.ts';
import { storeRefusal } from './store-failure.ts';

/** A CONNECT whose sender has a Client Identifier, its own or one that the broker gave it. */
export interface IdentifiedConnect {
  readonly connect: Connect;
  readonly identity: ClientIdentity;
  readonly assignedClientIdentifier?: string;
}

export type Identification =
  | { readonly kind: 'identified'; readonly identified: IdentifiedConnect }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Who is it? The first question to a CONNECT. */
export function identify(core: BrokerCore, connect: Connect): Identification {
  const { protocolVersion, userName } = connect;
  const named = { protocolVersion, ...(userName === undefined ? {} : { userName }) };
  // Any other identifier is welcome, whatever its length and characters. [5.0/MQTT-3.1.3-5] [3.1.1/MQTT-3.1.3-5]
  if (connect.clientIdentifier !== '') {
    const identity = { ...named, clientIdentifier: connect.clientIdentifier };
    return { kind: 'identified', identified: { connect, identity } };
  }
  // [3.1.1/MQTT-3.1.3-8]
  if (protocolVersion === '3.1.1' && !connect.cleanStart) {
    const detail = 'An empty Client Identifier needs CleanSession 1';
    return { kind: 'refused', refusal: { reasonCode: Reason.clientIdentifierNotValid, detail } };
  }
  // [5.0/MQTT-3.1.3-6] [5.0/MQTT-3.1.3-7] [5.0/MQTT-3.2.2-16] [3.1.1/MQTT-3.1.3-6]
  const assignedClientIdentifier = unusedClientIdentifier(core);
  const identity = { ...named, clientIdentifier: assignedClientIdentifier };
  return { kind: 'identified', identified: { connect, identity, assignedClientIdentifier } };
}

function unusedClientIdentifier(core: BrokerCore): string {
  let candidate: string;
  do {
    candidate = `assigned-${randomUUID()}`;
  } while (core.sessions.get(candidate) !== undefined);
  return candidate;
}

/** The checks without Authentication Method: user name and password. [5.0/MQTT-3.1.4-2] [5.0/U-4.12-5] [3.1.1/U-3.1.4-2] */
export function authenticationOf(
  core: BrokerCore,
  { connect, identity }: IdentifiedConnect,
): Authentication | Promise<Authentication> {
  const { password } = connect;
  return core.settings.hooks.authenticate({ ...identity, ...(password === undefined ? {} : { password }) });
}

/** The same CONNECT, its sender being who the proof says. */
export function proved(identified: IdentifiedConnect, proof: Proof): IdentifiedConnect {
  return { ...identified, identity: { ...identified.identity, ...proof } };
}

/** What else stands against a CONNECT: a Session of somebody else, its Will, or want of room. Nothing of it has had any effect yet. */
export function connectRefusal(
  core: BrokerCore,
  { connect, identity }: IdentifiedConnect,
): Refusal | undefined {
  const { limits, hooks, redirection } = core.settings;
  // Before anything that depends on this Server. (5.0 section 4.11)
  const elsewhere = redirectRefusal(redirection);
  if (elsewhere !== undefined) return elsewhere;
  const unsafe = outlivesProcess(core, connect) ? storeRefusal(core) : undefined;
  if (unsafe !== undefined) return unsafe;
  const existing = core.sessions.get(identity.clientIdentifier);
  if (existing === undefined && core.sessions.size >= limits.sessions) {
    return { reasonCode: Reason.quotaExceeded, detail: 'No room for another session' };
  }
  // What waits in a Session was meant for its owner. (5.0 section 5.4.2)
  const decision = existing === undefined ? 'allow' : hooks.authorizeSession(identity, existing.identity);
  if (decision !== 'allow') return decision;
  return connect.will === undefined ? undefined : willRefusal(core, identity, connect.will);
}

/** Has what this client leaves behind to be on disk? */
function outlivesProcess({ sessions }: BrokerCore, connect: Connect): boolean {
  if (sessions.get(connect.clientIdentifier)?.journal !== undefined) return true;
  return connect.will !== undefined || requestedExpirySeconds(connect) > 0;
}

function willRefusal(
  core: BrokerCore,
  identity: ClientIdentity,
  will: NonNullable<Connect['will']>,
): Refusal | undefined {
  const { capabilities } = core.settings;
  // [5.0/MQTT-3.2.2-12]
  if (will.qos > capabilities.maximumQoS) {
    return { reasonCode: Reason.qosNotSupported, detail: `Will QoS is above ${capabilities.maximumQoS}` };
  }
  // [5.0/MQTT-3.2.2-13]
  if (will.retain && !capabilities.retainAvailable) {
    return {
      reasonCode: Reason.retainNotSupported,
      detail: 'Will Retain is 1, but retained messages are off',
    };
  }
  return publishRefusal(core.settings, identity, will.topicName);
}
