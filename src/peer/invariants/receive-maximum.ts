import type { InvariantFactory } from './invariant.ts';

/** The server keeps no more QoS 1 and 2 messages in flight than the client's Receive Maximum. */
export const receiveMaximumInvariant: InvariantFactory = (mqtt) => {
  if (mqtt !== '5.0') return undefined;
  let maximum = 65_535;
  const inFlight = new Set<number>();
  return {
    sent(packet) {
      switch (packet.type) {
        case 'connect':
          maximum = packet.properties?.receiveMaximum ?? 65_535;
          return;
        case 'puback':
        case 'pubcomp':
          inFlight.delete(packet.packetIdentifier);
          return;
        case 'pubrec':
          if (packet.reasonCode >= 0x80) inFlight.delete(packet.packetIdentifier);
          return;
        default:
      }
    },
    // They may have been an acknowledgement.
    sentMalformed: () => inFlight.clear(),
    received(packet) {
      if (packet.type !== 'publish' || packet.packetIdentifier === undefined) return undefined;
      inFlight.add(packet.packetIdentifier);
      if (inFlight.size <= maximum) return undefined;
      return {
        statements: ['5.0/MQTT-3.3.4-9', '5.0/MQTT-4.9.0-2'],
        allowed: `at most ${maximum} unacknowledged PUBLISH packets, the Receive Maximum of the CONNECT`,
        actual: `${inFlight.size} unacknowledged PUBLISH packets`,
      };
    },
  };
};
