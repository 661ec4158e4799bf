import type { Packet, PacketOf } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { StatementId } from '../../spec/statements/statement-id.ts';
import type { Breach, InvariantFactory } from './invariant.ts';

type PublishAcknowledgement = PacketOf<'puback' | 'pubrec' | 'pubcomp'>;
type SubscribeAcknowledgement = PacketOf<'suback' | 'unsuback'>;
type Acknowledgement = (PublishAcknowledgement | SubscribeAcknowledgement)['type'];

/** An acknowledgement carries the Packet Identifier of a packet that was sent, and SUBACK one code for each filter. */
export const acknowledgementInvariant: InvariantFactory = (mqtt) => {
  // Which of its acknowledgements a PUBLISH gets is for the QoS cases to judge.
  const published = new Set<number>();
  const filterCounts = { suback: new Map<number, number>(), unsuback: new Map<number, number>() };
  let judging = true;
  let resumed = false;

  function judgePublishing(packet: PublishAcknowledgement): Breach | undefined {
    // A resumed Session may hold what an earlier connection published.
    return resumed || published.has(packet.packetIdentifier) ? undefined : unasked(mqtt, packet);
  }

  function judgeSubscribing(packet: SubscribeAcknowledgement): Breach | undefined {
    const count = filterCounts[packet.type].get(packet.packetIdentifier);
    if (count === undefined) return unasked(mqtt, packet);
    return packet.reasonCodes.length === count ? undefined : wrongCount(mqtt, packet, count);
  }

  return {
    sent(packet) {
      if (packet.type === 'publish' || packet.type === 'pubrel') published.add(identifierOf(packet));
      if (packet.type === 'subscribe')
        filterCounts.suback.set(packet.packetIdentifier, packet.subscriptions.length);
      if (packet.type === 'unsubscribe')
        filterCounts.unsuback.set(packet.packetIdentifier, packet.topicFilters.length);
    },
    sentMalformed() {
      judging = false;
    },
    received(packet) {
      if (!judging) return undefined;
      switch (packet.type) {
        case 'connack':
          resumed = packet.sessionPresent;
          return undefined;
        case 'puback':
        case 'pubrec':
        case 'pubcomp':
          return judgePublishing(packet);
        case 'suback':
        case 'unsuback':
          return judgeSubscribing(packet);
        default:
          return undefined;
      }
    },
  };
};

function identifierOf(packet: Packet): number {
  return 'packetIdentifier' in packet && packet.packetIdentifier !== undefined ? packet.packetIdentifier : 0;
}

function unasked(mqtt: ProtocolVersion, packet: PublishAcknowledgement | SubscribeAcknowledgement): Breach {
  return {
    statements: [onTheIdentifier(mqtt, packet.type)],
    allowed: `${packet.type.toUpperCase()} with the Packet Identifier of a packet that asked for it`,
    actual: `${packet.type.toUpperCase()} with Packet Identifier ${packet.packetIdentifier}, which was never sent`,
  };
}

function onTheIdentifier(mqtt: ProtocolVersion, type: Acknowledgement): StatementId {
  if (type === 'suback' || type === 'unsuback')
    return mqtt === '5.0' ? '5.0/MQTT-2.2.1-6' : '3.1.1/MQTT-2.3.1-7';
  if (mqtt === '5.0') return '5.0/MQTT-2.2.1-5';
  // The numbered statement of 3.1.1 leaves out PUBCOMP.
  return type === 'pubcomp' ? '3.1.1/U-3.7.2-1' : '3.1.1/MQTT-2.3.1-6';
}

function wrongCount(
  mqtt: ProtocolVersion,
  packet: SubscribeAcknowledgement,
  count: number,
): Breach | undefined {
  if (mqtt === '3.1.1' && packet.type === 'unsuback') return undefined;
  const suback: StatementId = mqtt === '5.0' ? '5.0/MQTT-3.8.4-6' : '3.1.1/MQTT-3.8.4-5';
  return {
    statements: [packet.type === 'suback' ? suback : '5.0/MQTT-3.11.3-2'],
    allowed: `one code for each of the ${count} Topic Filters`,
    actual: `${packet.reasonCodes.length} codes in the ${packet.type.toUpperCase()}`,
  };
}
