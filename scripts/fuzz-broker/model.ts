import type { Connect } from '../../src/packet/connect.ts';
import {
  createDecoder,
  type Decoded,
  type DecodedViolation,
  type Decoder,
} from '../../src/packet/decoder.ts';
import type { Packet } from '../../src/packet/packet.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import { ConnectedModel, isServersOwn } from './connected-model.ts';
import { type Event, type Expectation, end, endingWith, withCode } from './expectation.ts';
import { SessionModel } from './session-model.ts';
import { authenticationAnswer, type BrokerTerms } from './terms.ts';

type State =
  | { readonly kind: 'before-connect' }
  | { readonly kind: 'authenticating'; readonly connect: Connect }
  | { readonly kind: 'connected'; readonly connected: ConnectedModel }
  | { readonly kind: 'ended' };

const protocolError = 0x82;
const unsupportedProtocolVersion = 0x84;
const topicAliasInvalid = 0x94;

/** A Reason Code that CONNACK may not carry is said in general words. [5.0/MQTT-3.2.2-8] */
const connackCodeOf = (reasonCode: number): number =>
  reasonCode === topicAliasInvalid ? protocolError : reasonCode;

/** A client that must be able to read any packet that explains itself: below this it may be told nothing. */
const roomToExplainBytes = 512;

/**
 * Says for every byte sent what the broker may do about it: the codec's verdict on each packet, and the rules of the
 * Session for those that are well formed.
 */
export class Model {
  readonly expectation: Expectation = { events: [], mayEnd: [] };
  /** Packets and violations so far. */
  judged = 0;
  violations = 0;
  /** By which the broker's answers are to be read. */
  answerVersion: ProtocolVersion = '3.1.1';
  /** Its Maximum Packet Size is so small that answers and reasons may be missing. */
  isTightLipped = false;
  /** It connected to a Session that may have been there before: what is open in it is not known. */
  isResumed = false;
  /** Of the Session that it connected to; the broker assigns one where it is empty. */
  clientIdentifier: string | undefined;
  readonly #terms: BrokerTerms;
  readonly #decoder: Decoder;
  #state: State = { kind: 'before-connect' };
  readonly #isKnown: (clientIdentifier: string) => boolean;

  /** @param isKnown whether the broker may have a Session of that Client Identifier */
  constructor(terms: BrokerTerms, isKnown: (clientIdentifier: string) => boolean) {
    this.#terms = terms;
    this.#isKnown = isKnown;
    const { maximumPacketSizeBytes } = terms;
    this.#decoder = createDecoder({ receiver: 'server', maximumPacketSizeBytes });
  }

  get state(): State['kind'] {
    return this.#state.kind;
  }

  /** Bytes of a packet that is not whole yet. */
  get pendingBytes(): number {
    return this.#decoder.pendingBytes;
  }

  get session(): SessionModel | undefined {
    return this.#state.kind === 'connected' ? this.#state.connected.session : undefined;
  }

  /** The bytes are sent. What comes after the end of the connection is looked at by nobody. */
  push(bytes: Uint8Array): void {
    if (this.#state.kind === 'ended') return;
    this.#decoder.push(bytes);
    let decoded = this.#decoder.next();
    while (decoded !== undefined) {
      this.judged += 1;
      this.#take(decoded);
      if (this.state === 'ended') return;
      decoded = this.#decoder.next();
    }
  }

  /** Everything expected has been seen: a new expectation begins. */
  settle(): void {
    this.expectation.events.length = 0;
    this.expectation.mayEnd.length = 0;
  }

  /** The broker ended the connection where it might. */
  close(): void {
    this.#state = { kind: 'ended' };
  }

  #take(decoded: Decoded): void {
    if (decoded.kind === 'violation') {
      this.violations += 1;
      return this.#takeViolation(decoded);
    }
    switch (this.#state.kind) {
      case 'before-connect':
        return decoded.packet.type === 'connect' ? this.#takeConnect(decoded.packet) : this.#ends(undefined);
      case 'authenticating':
        return this.#takeWhileAuthenticating(this.#state.connect, decoded.packet);
      case 'connected':
        return this.#takeConnected(this.#state.connected, decoded.packet);
      case 'ended':
        return;
    }
  }

  #takeViolation({ violation, version, fatal }: DecodedViolation): void {
    switch (this.#state.kind) {
      case 'before-connect':
        if (violation.code === 'protocol-level-unsupported') {
          // [3.1.1/MQTT-3.1.2-2]
          return this.#ends(withCode('connack', 0x01));
        }
        // No answer to who does not speak MQTT, nor a malformed CONNECT of 3.1.1. [3.1.1/MQTT-3.1.4-1]
        if (fatal || version === '3.1.1' || violation.code === 'protocol-name-unknown') {
          return this.#ends(undefined);
        }
        this.answerVersion = '5.0';
        return this.#ends(withCode('connack', violation.reasonCode));
      case 'authenticating':
        return this.#ends(withCode('connack', connackCodeOf(violation.reasonCode)));
      case 'connected':
        return this.#disconnects(
          violation.reasonCode === unsupportedProtocolVersion ? protocolError : violation.reasonCode,
        );
      case 'ended':
        return;
    }
  }

  #takeConnect(connect: Connect): void {
    const { clientIdentifier, cleanStart, protocolVersion, properties } = connect;
    this.answerVersion = protocolVersion;
    this.isTightLipped = (properties?.maximumPacketSizeBytes ?? roomToExplainBytes) < roomToExplainBytes;
    // [3.1.1/MQTT-3.1.3-8]
    if (protocolVersion === '3.1.1' && clientIdentifier === '' && !cleanStart) {
      return this.#ends(withCode('connack', 0x02));
    }
    const method = properties?.authenticationMethod;
    if (method === undefined) return this.#accept(connect);
    // [5.0/MQTT-4.12.0-1]
    if (!this.#terms.authenticationMethods.some((known) => known === method)) {
      return this.#ends(withCode('connack', 0x8c));
    }
    this.#authenticate(connect, properties?.authenticationData);
  }

  #authenticate(connect: Connect, data: Uint8Array | undefined): void {
    switch (authenticationAnswer(data)) {
      case 'continue':
        this.#state = { kind: 'authenticating', connect };
        this.expectation.events.push(withCode('auth', 0x18));
        return;
      case 'success':
        return this.#accept(connect);
      case 'refused':
        return this.#ends(withCode('connack', 0x87));
    }
  }

  #takeWhileAuthenticating(connect: Connect, packet: Packet): void {
    if (packet.type === 'disconnect') return this.#ends(undefined);
    const method = connect.properties?.authenticationMethod;
    const isAnswer = packet.type === 'auth' && packet.reasonCode === 0x18;
    // [5.0/MQTT-3.1.2-30] [5.0/MQTT-4.12.0-3] [5.0/MQTT-4.12.0-5]
    if (!isAnswer || packet.properties?.authenticationMethod !== method) {
      return this.#ends(withCode('connack', protocolError));
    }
    this.#authenticate(connect, packet.properties?.authenticationData);
  }

  #accept(connect: Connect): void {
    const { clientIdentifier, cleanStart, protocolVersion, will } = connect;
    if (will !== undefined && isServersOwn(will.topicName)) {
      return this.#ends(withCode('connack', protocolVersion === '5.0' ? 0x87 : 0x05));
    }
    this.isResumed = !cleanStart && this.#isKnown(clientIdentifier);
    this.clientIdentifier = clientIdentifier;
    const connected = new ConnectedModel(connect, this.#terms, new SessionModel(this.isResumed));
    this.#state = { kind: 'connected', connected };
    this.expectation.events.push(withCode('connack', 0x00));
  }

  #takeConnected(connected: ConnectedModel, packet: Packet): void {
    const reaction = connected.react(packet);
    switch (reaction.kind) {
      case 'ends':
        return packet.type === 'disconnect' && reaction.reasonCode === undefined
          ? this.#ends(undefined)
          : this.#disconnects(reaction.reasonCode ?? 0);
      case 'either':
        this.expectation.mayEnd.push({
          after: this.expectation.events.length,
          by: endingWith(this.#disconnectEvent(reaction.reasonCode)),
        });
        break;
      case 'goes-on':
        break;
    }
    if (reaction.answer !== undefined) this.expectation.events.push(reaction.answer);
  }

  /** [5.0/U-4.13.1-7] [3.1.1/MQTT-4.8.0-1] */
  #disconnects(reasonCode: number): void {
    this.#ends(this.#disconnectEvent(reasonCode));
  }

  #disconnectEvent(reasonCode: number): Event | undefined {
    return this.answerVersion === '5.0' ? withCode('disconnect', reasonCode) : undefined;
  }

  #ends(event: Event | undefined): void {
    if (event !== undefined) this.expectation.events.push(event);
    this.expectation.events.push(end);
    this.#state = { kind: 'ended' };
  }
}
