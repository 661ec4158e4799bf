import type { Breach, InvariantFactory } from './invariant.ts';

/** A new PUBLISH of the server takes a Packet Identifier that no other exchange of the server still uses. */
export const packetIdentifierInvariant: InvariantFactory = (mqtt) => {
  const inUse = new Map<number, string>();

  function breach(packetIdentifier: number): Breach {
    return {
      statements: [mqtt === '5.0' ? '5.0/MQTT-2.2.1-4' : '3.1.1/MQTT-2.3.1-4'],
      allowed: 'a Packet Identifier that is not in use for a new PUBLISH',
      actual: `another PUBLISH with the unacknowledged Packet Identifier ${packetIdentifier}`,
    };
  }

  return {
    sent(packet) {
      if (packet.type === 'puback' || packet.type === 'pubcomp') inUse.delete(packet.packetIdentifier);
      if (packet.type === 'pubrec' && packet.reasonCode >= 0x80) inUse.delete(packet.packetIdentifier);
    },
    // They may have been an acknowledgement.
    sentMalformed: () => inUse.clear(),
    received(packet) {
      if (packet.type !== 'publish' || packet.packetIdentifier === undefined) return undefined;
      const message = `${packet.topicName}\n${Buffer.from(packet.payload).toString('base64')}`;
      const before = inUse.get(packet.packetIdentifier);
      inUse.set(packet.packetIdentifier, message);
      // A resend of the same message keeps its identifier; only another message may not take it.
      if (before === undefined || before === message || packet.dup) return undefined;
      return breach(packet.packetIdentifier);
    },
  };
};
