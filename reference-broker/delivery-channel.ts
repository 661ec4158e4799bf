import type { Connect } from '../src/packet/connect.ts';
import type { BrokerCore } from './core.ts';
import type { DeliveryChannel } from './outbound.ts';
import type { PacketWriter } from './packet-writer.ts';
import { publishOf, withTopicAlias } from './publish-encoding.ts';
import type { Session } from './session.ts';
import { createOutboundTopicAliases } from './topic-alias.ts';

/** What a client that says nothing can take at once. [5.0/U-3.1.2.11.3-2] */
const defaultReceiveMaximum = 65_535;

/** Carries the deliveries of a Session over one Network Connection, on the terms of its CONNECT. */
export function createDeliveryChannel(
  core: BrokerCore,
  connect: Connect,
  writer: PacketWriter,
  session: Session,
): DeliveryChannel {
  const { limits } = core.settings;
  const { protocolVersion, properties } = connect;
  // [5.0/U-3.1.2.11.5-2]
  const aliases = createOutboundTopicAliases(
    Math.min(properties?.topicAliasMaximum ?? 0, limits.outboundTopicAliases),
  );

  return {
    receiveMaximum: properties?.receiveMaximum ?? defaultReceiveMaximum,
    isCongested: () => writer.bufferedBytes > limits.outboundBufferBytes,
    sendPublish(delivery, transmission) {
      const publish = publishOf(delivery, transmission, {
        version: protocolVersion,
        subscriptions: session.subscriptions,
        nowMillis: core.clock.nowMs(),
      });
      const alias = aliases.propose(publish.topicName);
      if (alias !== undefined && writer.send(withTopicAlias(publish, alias)) === 'sent') {
        aliases.commit(publish.topicName, alias);
        return 'sent';
      }
      // The property that defines an alias may be what made it too large.
      const outcome = writer.send(publish);
      if (outcome === 'too-large') core.counters.messagesDropped['too-large-for-subscriber'] += 1;
      return outcome;
    },
    sendPubrel(packetIdentifier, reasonCode) {
      writer.send({ type: 'pubrel', packetIdentifier, reasonCode });
    },
  };
}
