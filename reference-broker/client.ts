import type { Packet } from '../src/packet/packet.ts';
import type { Puback } from '../src/packet/puback.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ReauthenticationState } from './enhanced-authentication.ts';
import type { ReceiveWindow } from './inbound-qos2.ts';
import type { ApplicationMessage } from './message.ts';
import type { ClientIdentity } from './options.ts';
import { OwedPubacks } from './owed-pubacks.ts';
import type { PacketWriter } from './packet-writer.ts';
import type { Journal } from './persistence/journal.ts';
import { Reason, type Refusal } from './reason.ts';
import type { Session, SessionConnection } from './session.ts';
import type { InboundTopicAliases } from './topic-alias.ts';
import type { StoredWill } from './will.ts';

/** The Network Connection as an accepted client uses it. */
export interface ClientHost {
  readonly writer: PacketWriter;
  /** What its stream calls itself. */
  readonly address: string;
  close(lastPacket?: Packet): void;
  /** What it was held back for has left. */
  released(): void;
  fail(version: ProtocolVersion, refusal: Refusal): void;
}

interface ClientParts
  extends Pick<
    ConnectedClient,
    | 'identity'
    | 'session'
    | 'connectExpirySeconds'
    | 'sessionPresent'
    | 'inboundAliases'
    | 'receiveWindow'
    | 'authentication'
    | 'will'
    | 'connectedAtMillis'
  > {
  readonly journal: Journal | undefined;
}

/** A client whose CONNECT was accepted: what the handlers of its packets work with. */
export class ConnectedClient implements SessionConnection {
  readonly identity: ClientIdentity;
  readonly session: Session;
  /** Session Expiry Interval of CONNECT; a DISCONNECT may not raise it from 0. */
  readonly connectExpirySeconds: number;
  /** Session Present of CONNACK. */
  readonly sessionPresent: boolean;
  readonly inboundAliases: InboundTopicAliases;
  readonly receiveWindow: ReceiveWindow;
  readonly authentication: ReauthenticationState;
  /** Absent when there is none, or when DISCONNECT discarded it. */
  will: StoredWill | undefined;
  readonly connectedAtMillis: number;
  messagesReceived = 0;
  messagesSent = 0;
  readonly #host: ClientHost;
  /** Absent when nothing outlives the process. */
  readonly #pubacks: OwedPubacks | undefined;

  constructor(host: ClientHost, parts: ClientParts) {
    this.#host = host;
    this.identity = parts.identity;
    this.session = parts.session;
    this.connectExpirySeconds = parts.connectExpirySeconds;
    this.sessionPresent = parts.sessionPresent;
    this.inboundAliases = parts.inboundAliases;
    this.receiveWindow = parts.receiveWindow;
    this.authentication = parts.authentication;
    this.will = parts.will;
    this.connectedAtMillis = parts.connectedAtMillis;
    const { journal } = parts;
    this.#pubacks =
      journal &&
      new OwedPubacks(journal, {
        send: (packet) => this.#sendNow(packet),
        released: () => this.#host.released(),
      });
  }

  get address(): string {
    return this.#host.address;
  }

  /** Sends an answer that the client is owed; one that cannot fit its Maximum Packet Size ends the connection. */
  send(packet: Packet): void {
    // Behind those that wait. [5.0/MQTT-4.6.0-2] [3.1.1/MQTT-4.6.0-2]
    if (packet.type === 'puback' && this.#pubacks !== undefined) this.#pubacks.owe(packet, undefined);
    else this.#sendNow(packet);
  }

  /** Acknowledges a QoS 1 message as soon as it is safe. */
  acknowledge(packet: Puback, message: ApplicationMessage): void {
    if (this.#pubacks === undefined) this.#sendNow(packet);
    // Of retained messages only the last one is needed, but the disk may have one that is older than both.
    else this.#pubacks.owe(packet, message.retain ? 'commit' : message.stored);
  }

  /** Acknowledgements that wait for the disk. */
  get owedPubacks(): number {
    return this.#pubacks?.size ?? 0;
  }

  /** It sends faster than the disk is: it has to wait. */
  get isAheadOfDisk(): boolean {
    return this.#pubacks !== undefined && this.#pubacks.isFull;
  }

  #sendNow(packet: Packet): void {
    if (this.#host.writer.send(packet) === 'sent') return;
    this.fail({
      reasonCode: Reason.implementationSpecificError,
      detail: 'Maximum Packet Size leaves no room to answer',
    });
  }

  /** Ends the connection for an error of the client's: with DISCONNECT in 5.0, without in 3.1.1. */
  fail(refusal: Refusal): void {
    this.#host.fail(this.identity.protocolVersion, refusal);
  }

  /** Another Network Connection took the Client Identifier. */
  takeOver(): void {
    this.fail({
      reasonCode: Reason.sessionTakenOver,
      detail: 'Another connection uses this Client Identifier',
    });
  }

  /** [5.0/MQTT-3.1.2-10] [3.1.1/MQTT-3.1.2-10] */
  discardWill(): void {
    this.will = undefined;
    this.session.journal?.willGone();
  }

  /** Its CONNACK will say no: as if it had never come. [5.0/MQTT-3.1.2-7] [3.1.1/MQTT-3.1.2-8] */
  wasNeverAccepted(): void {
    this.discardWill();
    if (!this.sessionPresent) this.session.expiryIntervalSeconds = 0;
  }

  /** Ends the connection without a DISCONNECT: the client said goodbye. */
  leave(): void {
    this.#host.close();
  }
}
