import type { Packet } from '../src/packet/packet.ts';
import type { ReauthenticationState } from './enhanced-authentication.ts';
import type { ReceiveWindow } from './inbound-qos2.ts';
import type { ClientIdentity } from './options.ts';
import type { Refusal } from './reason.ts';
import type { Session } from './session.ts';
import type { InboundTopicAliases } from './topic-alias.ts';
import type { StoredWill } from './will.ts';

/** A client whose CONNECT was accepted: what the handlers of its packets work with. */
export interface ConnectedClient {
  readonly identity: ClientIdentity;
  readonly session: Session;
  /** Session Expiry Interval of CONNECT; a DISCONNECT may not raise it from 0. */
  readonly connectExpirySeconds: number;
  readonly inboundAliases: InboundTopicAliases;
  readonly receiveWindow: ReceiveWindow;
  readonly authentication: ReauthenticationState;
  /** Absent when there is none, or when DISCONNECT discarded it. */
  will: StoredWill | undefined;
  /** Sends an answer that the client is owed; one that cannot fit its Maximum Packet Size ends the connection. */
  send(packet: Packet): void;
  /** Ends the connection for an error of the client's: with DISCONNECT in 5.0, without in 3.1.1. */
  fail(refusal: Refusal): void;
  /** Ends the connection without a DISCONNECT: the client said goodbye. */
  leave(): void;
}
