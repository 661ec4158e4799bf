import type { Connect } from '../../src/packet/connect.ts';
import type { Packet, PacketOf } from '../../src/packet/packet.ts';
import { answer, type Event, withCode } from './expectation.ts';
import type { SessionModel } from './session-model.ts';
import { authenticationAnswer, type BrokerTerms } from './terms.ts';

/** How the broker must take a packet of a connected client. */
export type Reaction =
  | { readonly kind: 'goes-on'; readonly answer?: Event }
  | { readonly kind: 'ends'; readonly reasonCode: number | undefined }
  /** It goes on, or it ends with that code: which of them depends on what the client cannot see. */
  | { readonly kind: 'either'; readonly reasonCode: number; readonly answer?: Event };

const protocolError = 0x82;
const receiveMaximumExceeded = 0x93;
const topicAliasInvalid = 0x94;
const packetIdentifierInUse = 0x91;
const quotaExceeded = 0x97;
const notAuthorized = 0x87;
const firstFailure = 0x80;

const goesOn = (event?: Event): Reaction =>
  event === undefined ? { kind: 'goes-on' } : { kind: 'goes-on', answer: event };
const ends = (reasonCode?: number): Reaction => ({ kind: 'ends', reasonCode });
const either = (reasonCode: number, event?: Event): Reaction =>
  event === undefined ? { kind: 'either', reasonCode } : { kind: 'either', reasonCode, answer: event };

/** The rules of a Session, for one client. */
export class ConnectedModel {
  readonly session: SessionModel;
  readonly #terms: BrokerTerms;
  readonly #connect: Connect;
  #isReauthenticating = false;

  constructor(connect: Connect, terms: BrokerTerms, session: SessionModel) {
    this.#connect = connect;
    this.#terms = terms;
    this.session = session;
  }

  react(packet: Packet): Reaction {
    const { session } = this;
    switch (packet.type) {
      case 'publish':
        return this.#publish(packet);
      case 'subscribe':
        return this.#identified(packet.packetIdentifier, answer('suback', packet.packetIdentifier));
      case 'unsubscribe':
        return this.#identified(packet.packetIdentifier, answer('unsuback', packet.packetIdentifier));
      case 'pubrel':
        session.openQos2.delete(packet.packetIdentifier);
        return goesOn(answer('pubcomp', packet.packetIdentifier));
      case 'puback':
      case 'pubcomp':
        return this.#finish(packet);
      case 'pubrec':
        return this.#pubrec(packet);
      case 'pingreq':
        return goesOn('pingresp');
      case 'auth':
        return this.#auth(packet);
      case 'disconnect':
        return this.#disconnect(packet);
      default:
        // A second CONNECT, or what only a Server sends. [5.0/MQTT-3.1.0-2] [3.1.1/MQTT-3.1.0-2]
        return ends(protocolError);
    }
  }

  get #is311(): boolean {
    return this.#connect.protocolVersion === '3.1.1';
  }

  #publish(publish: PacketOf<'publish'>): Reaction {
    const { session } = this;
    const { packetIdentifier = 0 } = publish;
    const alias = publish.properties?.topicAlias;
    // [5.0/U-3.3.4-7]
    if (alias !== undefined && alias > this.#terms.topicAliasMaximum) return ends(topicAliasInvalid);
    const topicName = this.#topicOf(publish);
    // [5.0/U-3.3.4-10]
    if (topicName === undefined) return ends(protocolError);
    if (publish.qos === 0) return goesOn();
    // [5.0/U-3.3.4-12] [5.0/MQTT-3.3.4-7]
    const room = this.#is311 ? 'room' : session.roomFor(packetIdentifier, this.#terms.receiveMaximum);
    if (room === 'none') return ends(receiveMaximumExceeded);
    const taken = publish.qos === 1 ? this.#publishQoS1(publish) : this.#publishQoS2(publish, topicName);
    return room === 'unknown' ? either(receiveMaximumExceeded, answerOf(taken)) : taken;
  }

  #topicOf({ topicName, properties }: PacketOf<'publish'>): string | undefined {
    const { aliases } = this.session;
    const alias = properties?.topicAlias;
    if (alias === undefined) return topicName;
    if (topicName !== '') aliases.set(alias, topicName);
    return aliases.get(alias);
  }

  #publishQoS1(publish: PacketOf<'publish'>): Reaction {
    const { packetIdentifier = 0 } = publish;
    const taken = this.#identified(packetIdentifier, answer('puback', packetIdentifier));
    if (taken.kind === 'goes-on' && this.#is311 && mayFindNoRoom(publish)) {
      return either(quotaExceeded, answerOf(taken));
    }
    return taken;
  }

  #publishQoS2(publish: PacketOf<'publish'>, topicName: string): Reaction {
    const { session } = this;
    const { packetIdentifier = 0 } = publish;
    const event = answer('pubrec', packetIdentifier);
    session.awaitPubrec(packetIdentifier);
    if (!this.#is311 && isServersOwn(topicName)) {
      // A Session that was there before may have the exchange open, and then it is taken.
      if (session.isResumed) session.isWindowUncertain = true;
      return goesOn(event);
    }
    session.openQos2.add(packetIdentifier);
    return this.#is311 && mayFindNoRoom(publish) ? either(quotaExceeded, event) : goesOn(event);
  }

  /** SUBSCRIBE, UNSUBSCRIBE and QoS 1: not under the identifier of an open QoS 2 exchange. [3.1.1/MQTT-2.3.1-2] */
  #identified(packetIdentifier: number, event: Event): Reaction {
    const { session } = this;
    if (!this.#is311) return goesOn(event);
    if (session.isResumed || session.isWindowUncertain) return either(packetIdentifierInUse, event);
    return session.openQos2.has(packetIdentifier) ? ends(packetIdentifierInUse) : goesOn(event);
  }

  #finish({ type, packetIdentifier }: PacketOf<'puback' | 'pubcomp'>): Reaction {
    const { outbound } = this.session;
    const state = outbound.get(packetIdentifier);
    if (state === undefined) return this.#unseen(packetIdentifier);
    if (state !== `awaiting-${type}`) return ends(protocolError);
    outbound.delete(packetIdentifier);
    return goesOn();
  }

  #pubrec({ packetIdentifier, reasonCode }: PacketOf<'pubrec'>): Reaction {
    const { outbound, isResumed } = this.session;
    const state = outbound.get(packetIdentifier);
    const isDone = reasonCode >= firstFailure;
    // PUBREL also for one that the broker does not know. [5.0/MQTT-4.3.3-4] After a resume they come for older ones
    // too, so there nobody counts them.
    const event = isDone || isResumed ? undefined : answer('pubrel', packetIdentifier);
    if (state === undefined) return this.#unseen(packetIdentifier, event);
    if (state === 'awaiting-puback') return ends(protocolError);
    if (isDone) outbound.delete(packetIdentifier);
    else outbound.set(packetIdentifier, 'awaiting-pubcomp');
    return goesOn(event);
  }

  /** An acknowledgement of what the client did not get: harmless, unless it is under way at this moment. */
  #unseen(packetIdentifier: number, event?: Event): Reaction {
    return this.session.guess(packetIdentifier) ? either(protocolError, event) : goesOn(event);
  }

  #auth({ reasonCode, properties }: PacketOf<'auth'>): Reaction {
    const method = this.#connect.properties?.authenticationMethod;
    // [5.0/MQTT-4.12.0-7] [5.0/MQTT-4.12.1-1]
    if (method === undefined || properties?.authenticationMethod !== method) return ends(protocolError);
    if (reasonCode === 0x19) this.#isReauthenticating = true;
    if (!this.#isReauthenticating) return ends(protocolError);
    switch (authenticationAnswer(properties.authenticationData)) {
      case 'continue':
        return goesOn(withCode('auth', 0x18));
      case 'success':
        this.#isReauthenticating = false;
        return goesOn(withCode('auth', 0x00));
      case 'refused':
        return ends(notAuthorized);
    }
  }

  #disconnect({ properties }: PacketOf<'disconnect'>): Reaction {
    const raised = properties?.sessionExpiryIntervalSeconds ?? 0;
    const granted = this.#connect.properties?.sessionExpiryIntervalSeconds ?? 0;
    // [5.0/U-3.14.2.2.2-3]
    return raised > 0 && granted === 0 ? ends(protocolError) : ends();
  }
}

function answerOf(reaction: Reaction): Event | undefined {
  return reaction.kind === 'ends' ? undefined : reaction.answer;
}

export function isServersOwn(topicName: string): boolean {
  return topicName === '$SYS' || topicName.startsWith('$SYS/');
}

function mayFindNoRoom({ retain, payload }: PacketOf<'publish'>): boolean {
  return retain && payload.length > 0;
}
