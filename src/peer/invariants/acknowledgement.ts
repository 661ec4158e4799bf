import type { Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import type { StatementId } from '../../spec/statements/statement-id.ts';
import type { Breach, InvariantFactory } from './invariant.ts';

type Acknowledgement = 'puback' | 'pubrec' | 'pubcomp' | 'suback' | 'unsuback';

/** An acknowledgement carries the Packet Identifier of a packet that was sent, and SUBACK one code for each filter. */
export const acknowledgementInvariant: InvariantFactory = (mqtt) => {
  const expected: Record<Acknowledgement, Set<number>> = {
    puback: new Set(),
    pubrec: new Set(),
    pubcomp: new Set(),
    suback: new Set(),
    unsuback: new Set(),
  };
  const filterCounts = new Map<string, number>();
  let judging = true;

  return {
    sent(packet) {
      for (const answer of answersTo(packet)) expected[answer].add(identifierOf(packet));
      if (packet.type === 'subscribe')
        filterCounts.set(`suback ${packet.packetIdentifier}`, packet.subscriptions.length);
      if (packet.type === 'unsubscribe')
        filterCounts.set(`unsuback ${packet.packetIdentifier}`, packet.topicFilters.length);
    },
    sentMalformed() {
      judging = false;
    },
    received(packet) {
      if (!judging || !isAcknowledgement(packet)) return undefined;
      if (!expected[packet.type].has(packet.packetIdentifier)) return unasked(mqtt, packet);
      if (packet.type !== 'suback' && packet.type !== 'unsuback') return undefined;
      const count = filterCounts.get(`${packet.type} ${packet.packetIdentifier}`);
      if (count === undefined || packet.reasonCodes.length === count) return undefined;
      return wrongCount(mqtt, packet, count);
    },
  };
};

function answersTo(packet: Packet): readonly Acknowledgement[] {
  switch (packet.type) {
    case 'publish':
      if (packet.qos === 1) return ['puback'];
      // A server may end a QoS 2 exchange only by PUBREC and PUBCOMP; the QoS cases judge a PUBACK here.
      return packet.qos === 2 ? ['pubrec'] : [];
    case 'pubrel':
      return ['pubcomp'];
    case 'subscribe':
      return ['suback'];
    case 'unsubscribe':
      return ['unsuback'];
    default:
      return [];
  }
}

function identifierOf(packet: Packet): number {
  return 'packetIdentifier' in packet && packet.packetIdentifier !== undefined ? packet.packetIdentifier : 0;
}

function isAcknowledgement(packet: Packet): packet is Extract<Packet, { readonly type: Acknowledgement }> {
  switch (packet.type) {
    case 'puback':
    case 'pubrec':
    case 'pubcomp':
    case 'suback':
    case 'unsuback':
      return true;
    default:
      return false;
  }
}

function unasked(mqtt: ProtocolVersion, packet: Extract<Packet, { readonly type: Acknowledgement }>): Breach {
  const subscribing = packet.type === 'suback' || packet.type === 'unsuback';
  const statement: Record<ProtocolVersion, StatementId> = subscribing
    ? { '3.1.1': '3.1.1/MQTT-2.3.1-7', '5.0': '5.0/MQTT-2.2.1-6' }
    : { '3.1.1': '3.1.1/MQTT-2.3.1-6', '5.0': '5.0/MQTT-2.2.1-5' };
  return {
    statements: [statement[mqtt]],
    allowed: `${packet.type.toUpperCase()} with the Packet Identifier of a packet that asked for it`,
    actual: `${packet.type.toUpperCase()} with Packet Identifier ${packet.packetIdentifier}, which was never sent`,
  };
}

function wrongCount(
  mqtt: ProtocolVersion,
  packet: Extract<Packet, { readonly type: 'suback' | 'unsuback' }>,
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
