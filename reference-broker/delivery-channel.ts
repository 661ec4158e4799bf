import type { Connect } from '../src/packet/connect.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import type { BrokerCore } from './core.ts';
import type { Delivery } from './message.ts';
import type { DeliveryChannel } from './outbound.ts';
import type { PacketWriter } from './packet-writer.ts';
import { publishOf50, publishOf311, sharedFrame, withTopicAlias } from './publish-encoding.ts';
import type { Session } from './session.ts';
import { createOutboundTopicAliases, type OutboundTopicAliases } from './topic-alias.ts';

/** What a client that says nothing can take at once. [5.0/U-3.1.2.11.3-2] */
const defaultReceiveMaximum = 65_535;

/** Carries the deliveries of a Session over one Network Connection, on the terms of its CONNECT. */
export class ClientChannel implements DeliveryChannel {
  readonly receiveMaximum: number;
  readonly #core: BrokerCore;
  readonly #version: ProtocolVersion;
  readonly #writer: PacketWriter;
  readonly #session: Session;
  /** Absent when the client takes no alias. */
  readonly #aliases: OutboundTopicAliases | undefined;

  constructor(core: BrokerCore, connect: Connect, writer: PacketWriter, session: Session) {
    const { protocolVersion, properties } = connect;
    this.#core = core;
    this.#version = protocolVersion;
    this.#writer = writer;
    this.#session = session;
    this.receiveMaximum = properties?.receiveMaximum ?? defaultReceiveMaximum;
    // [5.0/U-3.1.2.11.5-2]
    const most = Math.min(properties?.topicAliasMaximum ?? 0, core.settings.limits.outboundTopicAliases);
    this.#aliases = most === 0 ? undefined : createOutboundTopicAliases(most);
  }

  isCongested(): boolean {
    return this.#writer.holdsMoreThan(this.#core.settings.limits.outboundBufferBytes);
  }

  sendQoS0(delivery: Delivery): void {
    const frame = this.#aliases === undefined ? sharedFrame(delivery, this.#version) : undefined;
    if (frame === undefined) this.#send(delivery, 0, false);
    else this.#count(delivery, this.#writer.sendFrame(frame));
  }

  sendPublish(delivery: Delivery, packetIdentifier: number, dup: boolean): 'sent' | 'too-large' {
    return this.#send(delivery, packetIdentifier, dup);
  }

  /** @param packetIdentifier 0 at QoS 0, where it is not sent */
  #send(delivery: Delivery, packetIdentifier: number, dup: boolean): 'sent' | 'too-large' {
    if (this.#version === '3.1.1')
      return this.#count(delivery, this.#writer.send(publishOf311(delivery, packetIdentifier, dup)));
    const publish = publishOf50(delivery, packetIdentifier, dup, {
      subscriptions: this.#session.subscriptions,
      nowMillis: this.#core.outboundOptions.nowMillis,
    });
    const alias = this.#aliases?.propose(publish.topicName);
    if (alias !== undefined && this.#writer.send(withTopicAlias(publish, alias)) === 'sent') {
      this.#aliases?.commit(publish.topicName, alias);
      return this.#count(delivery, 'sent');
    }
    // The property that defines an alias may be what made it too large.
    return this.#count(delivery, this.#writer.send(publish));
  }

  #count({ qos }: Delivery, outcome: 'sent' | 'too-large'): 'sent' | 'too-large' {
    const { counters } = this.#core;
    if (outcome === 'too-large') counters.messagesDropped['too-large-for-subscriber'] += 1;
    else {
      counters.messagesSent[qos] += 1;
      const { connection } = this.#session;
      if (connection !== undefined) connection.messagesSent += 1;
    }
    return outcome;
  }

  sendPubrel(packetIdentifier: number, reasonCode: number): void {
    this.#writer.send({ type: 'pubrel', packetIdentifier, reasonCode });
  }
}
