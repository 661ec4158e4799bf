import type { Connect } from '../src/packet/connect.ts';
import {
  createDecoder,
  type Decoded,
  type DecodedPacket,
  type DecodedViolation,
} from '../src/packet/decoder.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { ByteStream } from '../src/transport/byte-stream.ts';
import { welcome } from './accept-connect.ts';
import type { ClientHost, ConnectedClient } from './client.ts';
import { refusingConnack } from './connack.ts';
import type { BrokerCore } from './core.ts';
import type { Due } from './deadlines.ts';
import { depart } from './departure.ts';
import { dispatch } from './dispatch.ts';
import { continueHandshake, type HandshakeStep, handshakeOf, type OpenAuthentication } from './handshake.ts';
import { InboundPump, type PumpOwner } from './inbound-pump.ts';
import { PacketWriter, type ReceiverTerms, termsOf, type WriterOwner } from './packet-writer.ts';
import { isPromise } from './promises.ts';
import { Reason, type Refusal, reasonProperties } from './reason.ts';
import { shutdownReason } from './redirection.ts';
import { storeFailing } from './store-failure.ts';

type State =
  | { readonly kind: 'awaiting-connect' }
  /** A hook takes its time to judge the CONNECT. */
  | { readonly kind: 'awaiting-decision' }
  | { readonly kind: 'authenticating'; readonly authentication: OpenAuthentication }
  | { readonly kind: 'connected'; readonly client: ConnectedClient }
  | { readonly kind: 'closing' };

const awaitingConnect: State = { kind: 'awaiting-connect' };
const awaitingDecision: State = { kind: 'awaiting-decision' };
const closing: State = { kind: 'closing' };

const silence: Refusal = {
  reasonCode: Reason.keepAliveTimeout,
  detail: 'Nothing heard for 1.5 times Keep Alive',
};
const brokerFailed: Refusal = { reasonCode: Reason.unspecifiedError, detail: 'The broker failed' };

/** Somebody who speaks 5.0, but said nothing else that could be understood. */
const strangers: ReceiverTerms = {
  protocolVersion: '5.0',
  maximumPacketSizeBytes: Number.POSITIVE_INFINITY,
  wantsProblemInformation: true,
};

/**
 * One Network Connection: its states, from the first byte to the end of the stream.
 *
 * A class, as everything of which each connection has one: closures would be most of the memory of an idle client.
 */
export class Connection implements ClientHost, Due, PumpOwner, WriterOwner {
  readonly writer: PacketWriter;
  readonly #core: BrokerCore;
  readonly #stream: ByteStream;
  readonly #pump: InboundPump;
  #state: State = awaitingConnect;
  dueAtMillis = 0;
  heapIndex = -1;
  /** 0: the client may be silent as long as it likes. [5.0/U-3.1.2.10-3] [3.1.1/U-3.1.2.10-3] */
  #silenceMillis = 0;
  /** When the last whole packet arrived; the bytes of an unfinished one do not count. */
  #heardAtMillis = 0;

  /** @param onEnded called once, when the stream is gone. */
  constructor(core: BrokerCore, stream: ByteStream, onEnded: () => void) {
    this.#core = core;
    this.#stream = stream;
    this.writer = new PacketWriter(core, stream, this);
    const { maximumPacketSizeBytes } = core.settings.capabilities;
    const decoder = createDecoder({ receiver: 'server', maximumPacketSizeBytes });
    this.#pump = new InboundPump(core, stream, decoder, this);
    this.#dueIn(core.settings.limits.connectTimeoutMs);
    stream.onDrain(() => this.#drained());
    stream.onEnd(() => {
      // As if the network had failed, unless a DISCONNECT came before. [5.0/U-3.1.2.5-2] [5.0/U-3.1.2.5-4] [5.0/U-3.14-1]
      // [3.1.1/U-3.1.2.5-1] [3.1.1/U-3.1.2.5-3]
      this.close();
      core.deadlines.drop(this);
      onEnded();
    });
  }

  get address(): string {
    return this.#stream.description;
  }

  #dueIn(millis: number): void {
    this.#core.deadlines.set(this, this.#core.clock.nowMs() + millis);
  }

  onDue(): void {
    switch (this.#state.kind) {
      case 'awaiting-connect':
      case 'awaiting-decision':
      case 'authenticating':
        // [5.0/U-3.1.4-1] [3.1.1/U-3.1.4-1]
        return this.close();
      case 'connected':
        return this.#lookForSilence(this.#state.client);
      case 'closing':
        return this.#stream.reset();
    }
  }

  /** A deadline that looks again later is cheaper than one that is moved for each packet. */
  #lookForSilence(client: ConnectedClient): void {
    const endMillis = this.#heardAtMillis + this.#silenceMillis;
    // [5.0/MQTT-3.1.2-22] [3.1.1/MQTT-3.1.2-24]
    if (endMillis <= this.#core.clock.nowMs()) client.fail(silence);
    else this.#core.deadlines.set(this, endMillis);
  }

  #drained(): void {
    this.writer.drained();
    this.released();
  }

  released(): void {
    if (this.#state.kind === 'connected') this.#state.client.session.outbound.pump();
    this.#pump.resume();
  }

  close(lastPacket?: Packet): void {
    if (this.#state.kind === 'closing') return;
    const before = this.#state;
    // From here on nothing that arrives is looked at. [5.0/MQTT-3.1.4-6] [3.1.1/MQTT-3.1.4-5]
    this.#state = closing;
    this.#pump.stop();
    if (lastPacket !== undefined) this.writer.send(lastPacket);
    this.writer.flush();
    // [5.0/MQTT-3.14.4-1] [5.0/MQTT-3.14.4-2] [5.0/MQTT-4.13.1-1] [5.0/MQTT-4.13.2-1]
    // [3.1.1/MQTT-4.8.0-1] [3.1.1/MQTT-2.2.2-2] [3.1.1/MQTT-3.14.1-1]
    this.writer.whenReleased(() => this.#stream.close());
    this.#dueIn(this.#core.settings.limits.closeTimeoutMs);
    if (before.kind === 'connected') depart(this.#core, before.client);
  }

  /** Says why in 5.0; in 3.1.1 only a client sends DISCONNECT. Only a connected client gets here. [5.0/MQTT-3.14.0-1] */
  fail(version: ProtocolVersion, refusal: Refusal): void {
    if (version === '3.1.1') return this.close();
    // Without a Session Expiry Interval. [5.0/U-4.13.1-7] [5.0/MQTT-3.14.2-1] [5.0/MQTT-3.14.2-2] [5.0/U-3.14-2]
    const { reasonCode } = refusal;
    this.close({ type: 'disconnect', reasonCode, properties: reasonProperties(refusal) });
  }

  /** [5.0/MQTT-3.2.2-7] [3.1.1/MQTT-3.2.2-5] [5.0/MQTT-3.1.4-1] [5.0/MQTT-3.1.4-2] [5.0/MQTT-3.1.3-8] [3.1.1/MQTT-3.1.3-9] */
  #refuse(version: ProtocolVersion, refusal: Refusal): void {
    this.close(refusingConnack(version, refusal));
  }

  #step(step: HandshakeStep, version: ProtocolVersion): void {
    switch (step.kind) {
      case 'refuse':
        return this.#refuse(version, step.refusal);
      case 'wait':
        return this.#await(step, version);
      case 'challenge':
        this.#state = { kind: 'authenticating', authentication: step.authentication };
        return void this.writer.send(step.auth);
      case 'accept':
        return this.#accept(step);
    }
  }

  #await(step: Extract<HandshakeStep, { kind: 'wait' }>, version: ProtocolVersion): void {
    this.#state = awaitingDecision;
    this.#pump.hold();
    void step.authentication.then(
      (authentication) => this.#stepLate(() => this.#step(step.resume(authentication), version)),
      (error) => this.onFailure(error),
    );
  }

  #stepLate(act: () => void): void {
    // Nobody waits for it any more.
    if (this.#state.kind !== 'awaiting-decision') return;
    try {
      act();
    } catch (error) {
      this.onFailure(error);
    }
    this.#pump.release();
  }

  #accept(step: Extract<HandshakeStep, { kind: 'accept' }>): void {
    const { client, keepAliveSeconds, start } = welcome(this.#core, step, this);
    this.#state = { kind: 'connected', client };
    this.#silenceMillis = keepAliveSeconds * 1500;
    this.#heardAtMillis = this.#core.clock.nowMs();
    if (keepAliveSeconds === 0) this.#core.deadlines.drop(this);
    else this.#dueIn(this.#silenceMillis);
    start();
  }

  handle(decoded: Decoded): void {
    if (decoded.kind === 'packet') this.#onPacket(decoded);
    else this.#onViolation(decoded);
  }

  isCongested(): boolean {
    if (this.#state.kind === 'connected' && this.#state.client.isAheadOfDisk) return true;
    return this.writer.holdsMoreThan(this.#core.settings.limits.outboundBufferBytes);
  }

  onStalled(): void {
    // Nothing that is sent would be read, a DISCONNECT neither.
    this.close();
    this.#stream.reset();
  }

  onFailure(error: unknown): void {
    this.#core.settings.onError(error);
    if (this.#state.kind === 'connected') this.#state.client.fail(brokerFailed);
    else this.close();
  }

  #onPacket(decoded: DecodedPacket): void {
    const state = this.#state;
    switch (state.kind) {
      case 'connected':
        this.#heardAtMillis = this.#core.turn.startedAtMillis;
        return dispatch(this.#core, state.client, decoded);
      case 'awaiting-connect':
        // [5.0/MQTT-3.1.0-1] [3.1.1/MQTT-3.1.0-1]
        return decoded.packet.type === 'connect' ? this.#onConnect(decoded.packet) : this.close();
      case 'authenticating':
        return decoded.packet.type === 'disconnect'
          ? this.close()
          : this.#step(continueHandshake(this.#core, state.authentication, decoded.packet), '5.0');
      case 'awaiting-decision':
      case 'closing':
        return;
    }
  }

  #onConnect(connect: Connect): void {
    this.writer.use(termsOf(connect));
    this.#step(handshakeOf(this.#core, connect), connect.protocolVersion);
  }

  #onViolation(decoded: DecodedViolation): void {
    const { reasonCode, detail } = decoded.violation;
    switch (this.#state.kind) {
      case 'awaiting-connect':
        return this.#onBadConnect(decoded);
      case 'authenticating':
        return this.#refuse('5.0', { reasonCode, detail });
      case 'connected':
        return this.#state.client.fail({ reasonCode: disconnectCodeOf(reasonCode), detail });
      case 'awaiting-decision':
      case 'closing':
        return;
    }
  }

  #onBadConnect({ violation, version, fatal }: DecodedViolation): void {
    const { code, reasonCode, detail } = violation;
    // 3.1.1 wants an answer where 5.0 allows one, so it is given in the form of 3.1.1.
    // [3.1.1/MQTT-3.1.2-2] [5.0/MQTT-3.1.2-2]
    if (code === 'protocol-level-unsupported') {
      return this.#refuse('3.1.1', { reasonCode: Reason.unsupportedProtocolVersion, detail });
    }
    // Who is not known to speak MQTT gets no answer. [5.0/MQTT-3.1.2-1] [3.1.1/MQTT-3.1.2-1] [3.1.1/MQTT-3.1.4-1]
    if (fatal || version === '3.1.1' || code === 'protocol-name-unknown') return this.close();
    this.writer.use(strangers);
    // [5.0/U-4.13.1-6] [5.0/U-4.13.1-8]
    this.#refuse('5.0', { reasonCode, detail });
  }

  promises(packet: Packet): boolean {
    return this.#state.kind === 'connected' && isPromise(packet, this.#state.client.session);
  }

  promiseUnkept(): void {
    if (this.#state.kind === 'connected') this.#takeBack(this.#state.client, storeFailing);
  }

  /** What waits for the disk will not be sent. */
  #takeBack(client: ConnectedClient, refusal: Refusal): void {
    const { owesConnack } = this.writer;
    this.writer.giveUpHeld();
    if (!owesConnack) return client.fail(refusal);
    client.wasNeverAccepted();
    // [5.0/MQTT-3.2.0-1] [3.1.1/MQTT-3.2.0-1]
    this.#refuse(client.identity.protocolVersion, refusal);
  }

  /** The store cannot be written: whoever waits for it hears so. */
  storeFails(): void {
    const owesPubacks = this.#state.kind === 'connected' && this.#state.client.owedPubacks > 0;
    if (this.writer.holdsPromises || owesPubacks) this.promiseUnkept();
  }

  /** The broker stops. */
  shutDown(): void {
    if (this.#state.kind !== 'connected') return this.close();
    const { client } = this.#state;
    client.will = undefined;
    const reason = shutdownReason(this.#core.settings.redirection);
    // Nothing is written to disk any more.
    if (this.writer.holdsPromises) this.#takeBack(client, reason);
    else client.fail(reason);
  }
}

/** A Reason Code that only CONNACK may carry, said in DISCONNECT. [5.0/MQTT-3.14.2-1] */
function disconnectCodeOf(reasonCode: number): number {
  return reasonCode === Reason.unsupportedProtocolVersion ? Reason.protocolError : reasonCode;
}
