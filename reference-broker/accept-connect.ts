import type { Connect } from '../src/packet/connect.ts';
import { type ClientHost, ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { ClientChannel } from './delivery-channel.ts';
import type { ReauthenticationState } from './enhanced-authentication.ts';
import { ReceiveWindow } from './inbound-qos2.ts';
import type { IdentifiedConnect } from './on-connect.ts';
import { openSession } from './open-session.ts';
import { requestedExpirySeconds } from './session-expiry.ts';
import { InboundTopicAliases } from './topic-alias.ts';
import type { StoredWill } from './will.ts';

export interface Welcome {
  readonly client: ConnectedClient;
  /** The Keep Alive in force. */
  readonly keepAliveSeconds: number;
  /** Sends CONNACK, then what waits for the client. */
  start(): void;
}

/** Lets a client in whose CONNECT passed every check. (3.1.1 and 5.0 section 3.1.4) */
export function welcome(
  core: BrokerCore,
  accepted: { readonly identified: IdentifiedConnect; readonly authenticationData?: Uint8Array },
  host: ClientHost,
): Welcome {
  const { identified, authenticationData } = accepted;
  const { connect, identity } = identified;
  const { capabilities } = core.settings;
  const { session, connack, endsKeptSession } = openSession(core, identified, authenticationData);
  core.counters.connectionsAccepted += 1;
  const client = new ConnectedClient(host, {
    identity,
    session,
    connectExpirySeconds: requestedExpirySeconds(connect),
    sessionPresent: connack.sessionPresent,
    inboundAliases: new InboundTopicAliases(capabilities.topicAliasMaximum),
    // 3.1.1 has no Receive Maximum.
    receiveWindow: new ReceiveWindow(
      identity.protocolVersion === '5.0' ? capabilities.receiveMaximum : Number.POSITIVE_INFINITY,
    ),
    authentication: reauthenticationOf(connect),
    will: storedWill(identified),
    connectedAtMillis: core.clock.nowMs(),
    journal: core.durability?.journal,
  });
  session.connection = client;
  return {
    client,
    keepAliveSeconds: keepAliveInForce(core, identified),
    start() {
      if (endsKeptSession) host.writer.waitForDisk();
      // Nothing goes out before it, and it goes out once. [5.0/MQTT-3.2.0-1] [5.0/MQTT-3.2.0-2] [3.1.1/MQTT-3.2.0-1]
      // Too large even without diagnostics: no packet at all can be sent. [5.0/MQTT-3.1.2-24]
      if (host.writer.send(connack) === 'too-large') return host.close();
      session.outbound.attach(new ClientChannel(core, connect, host.writer, session));
    },
  };
}

const noReauthentication: ReauthenticationState = { kind: 'none' };

function reauthenticationOf({ properties }: Connect): ReauthenticationState {
  const authenticationMethod = properties?.authenticationMethod;
  if (authenticationMethod === undefined) return noReauthentication;
  return { kind: 'method', authenticationMethod, exchange: undefined };
}

function storedWill({ connect: { will } }: IdentifiedConnect): StoredWill | undefined {
  // [3.1.1/MQTT-3.1.2-12]
  if (will === undefined) return undefined;
  return { will, delaySeconds: will.properties?.willDelayIntervalSeconds ?? 0 };
}

function keepAliveInForce(core: BrokerCore, { connect }: IdentifiedConnect): number {
  // A 3.1.1 client cannot be told another one. [5.0/MQTT-3.2.2-22] [3.1.1/MQTT-3.1.2-24]
  if (connect.protocolVersion === '3.1.1') return connect.keepAliveSeconds;
  // [5.0/MQTT-3.1.2-21] [5.0/MQTT-3.2.2-21]
  return core.settings.capabilities.serverKeepAliveSeconds ?? connect.keepAliveSeconds;
}
