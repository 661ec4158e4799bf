import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { createDeliveryChannel } from './delivery-channel.ts';
import { createReceiveWindow } from './inbound-qos2.ts';
import type { IdentifiedConnect } from './on-connect.ts';
import { openSession } from './open-session.ts';
import type { PacketWriter } from './packet-writer.ts';
import { Reason, type Refusal } from './reason.ts';
import { requestedExpirySeconds } from './session-expiry.ts';
import { createInboundTopicAliases } from './topic-alias.ts';
import type { StoredWill } from './will.ts';

/** The Network Connection as an accepted client uses it. */
export interface ClientHost {
  readonly writer: PacketWriter;
  close(lastPacket?: Packet): void;
  fail(version: ProtocolVersion, refusal: Refusal): void;
}

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
  const version = identity.protocolVersion;
  const fail = (refusal: Refusal): void => host.fail(version, refusal);
  const takeOver = (): void =>
    fail({ reasonCode: Reason.sessionTakenOver, detail: 'Another connection uses this Client Identifier' });

  const { session, connack } = openSession(core, identified, { takeOver }, authenticationData);
  core.counters.connectionsAccepted += 1;
  const authenticationMethod = connect.properties?.authenticationMethod;
  const client: ConnectedClient = {
    identity,
    session,
    connectExpirySeconds: requestedExpirySeconds(connect),
    inboundAliases: createInboundTopicAliases(capabilities.topicAliasMaximum),
    // 3.1.1 has no Receive Maximum.
    receiveWindow: createReceiveWindow(
      version === '5.0' ? capabilities.receiveMaximum : Number.POSITIVE_INFINITY,
    ),
    authentication:
      authenticationMethod === undefined
        ? { kind: 'none' }
        : { kind: 'method', authenticationMethod, exchange: undefined },
    will: storedWill(identified),
    send(packet) {
      if (host.writer.send(packet) === 'sent') return;
      fail({
        reasonCode: Reason.implementationSpecificError,
        detail: 'Maximum Packet Size leaves no room to answer',
      });
    },
    fail,
    leave: () => host.close(),
  };
  return {
    client,
    keepAliveSeconds: keepAliveInForce(core, identified),
    start() {
      // Nothing goes out before it, and it goes out once. [5.0/MQTT-3.2.0-1] [5.0/MQTT-3.2.0-2] [3.1.1/MQTT-3.2.0-1]
      // Too large even without diagnostics: no packet at all can be sent. [5.0/MQTT-3.1.2-24]
      if (host.writer.send(connack) === 'too-large') return host.close();
      session.outbound.attach(createDeliveryChannel(core, connect, host.writer, session));
    },
  };
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
