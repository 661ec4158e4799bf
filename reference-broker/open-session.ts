import type { Connack } from '../src/packet/connack.ts';
import type { Connect } from '../src/packet/connect.ts';
import { acceptingConnack } from './connack.ts';
import type { BrokerCore } from './core.ts';
import type { IdentifiedConnect } from './on-connect.ts';
import type { ClientIdentity } from './options.ts';
import { SessionEntry } from './persistence/session-record.ts';
import { dropUnauthorized } from './recheck-rights.ts';
import { Session } from './session.ts';
import { grantedExpirySeconds, requestedExpirySeconds } from './session-expiry.ts';
import { SessionJournal } from './session-journal.ts';

export interface Opened {
  readonly session: Session;
  readonly connack: Connack;
  /** Clean Start ended a Session that is on disk. */
  readonly endsKeptSession: boolean;
}

/**
 * Gives an accepted CONNECT its Session, and takes it from whoever had it. (5.0 section 3.1.4, 3.1.1 section 3.1.4)
 *
 * @param authenticationData the last of an enhanced authentication, for CONNACK
 */
export function openSession(
  core: BrokerCore,
  { connect, identity, assignedClientIdentifier }: IdentifiedConnect,
  authenticationData: Uint8Array | undefined,
): Opened {
  // First, since the Session of the existing client may end by it.
  // [5.0/MQTT-3.1.4-3] [3.1.1/MQTT-3.1.4-2] [5.0/U-3.1.4-5]
  core.sessions.get(identity.clientIdentifier)?.connection?.takeOver();

  const { session, sessionPresent, endsKeptSession } = findSession(core, identity, connect.cleanStart);
  const requested = requestedExpirySeconds(connect);
  session.expiryIntervalSeconds = grantedExpirySeconds(core.settings.capabilities, requested);
  session.identity = identity;
  keepSession(core, session, connect);
  // Rights may have changed while the client was away. (5.0 section 5.4.2)
  if (sessionPresent) dropUnauthorized(core, session);
  return {
    session,
    endsKeptSession,
    connack: acceptingConnack(connect, core.settings.capabilities, {
      sessionPresent,
      requestedExpirySeconds: requested,
      grantedExpirySeconds: session.expiryIntervalSeconds,
      ...(assignedClientIdentifier === undefined ? {} : { assignedClientIdentifier }),
      ...(authenticationData === undefined ? {} : { authenticationData }),
    }),
  };
}

/** [5.0/MQTT-3.1.4-4] [3.1.1/MQTT-3.1.4-3] */
function findSession(
  core: BrokerCore,
  identity: ClientIdentity,
  cleanStart: boolean,
): Pick<Opened, 'session' | 'endsKeptSession'> & { readonly sessionPresent: boolean } {
  const existing = core.sessions.get(identity.clientIdentifier);
  if (existing !== undefined && !cleanStart) {
    core.sessions.resumed(existing);
    core.wills.sessionResumed(existing);
    // [5.0/MQTT-3.1.2-5] [5.0/MQTT-3.2.2-3] [3.1.1/MQTT-3.1.2-4] [3.1.1/MQTT-3.2.2-2]
    return { session: existing, sessionPresent: true, endsKeptSession: false };
  }
  // [5.0/MQTT-3.1.2-4] [3.1.1/MQTT-3.1.2-6]
  if (existing !== undefined) core.sessions.end(existing);
  const session = new Session(identity, core.outboundOptions);
  core.sessions.add(session);
  // [5.0/MQTT-3.1.2-6] [5.0/MQTT-3.2.2-2] [5.0/U-3.1.2.4-1] [3.1.1/MQTT-3.2.2-1] [3.1.1/MQTT-3.2.2-3]
  return { session, sessionPresent: false, endsKeptSession: existing?.journal !== undefined };
}

/** A Session that shall outlive its connection, or that has a Will, outlives the process too. */
function keepSession(core: BrokerCore, session: Session, { will }: Connect): void {
  const { durability } = core;
  const { identity, expiryIntervalSeconds } = session;
  if (durability === undefined) return;
  if (session.journal === undefined) {
    if (expiryIntervalSeconds === 0 && will === undefined) return;
    const entry = new SessionEntry(durability.nextNumber(), identity, expiryIntervalSeconds);
    session.keepOn(new SessionJournal(durability, entry));
  }
  session.journal?.connected(identity, expiryIntervalSeconds);
  if (will !== undefined) session.journal?.willStored(will);
}
