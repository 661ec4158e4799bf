import type { InvariantFactory } from './invariant.ts';

/** No packet is larger than the Maximum Packet Size that the client announced. */
export const maximumPacketSizeInvariant: InvariantFactory = (mqtt) => {
  if (mqtt !== '5.0') return undefined;
  let limitBytes = Number.POSITIVE_INFINITY;
  return {
    sent(packet) {
      if (packet.type === 'connect')
        limitBytes = packet.properties?.maximumPacketSizeBytes ?? Number.POSITIVE_INFINITY;
    },
    received(packet, bytes) {
      if (bytes.length <= limitBytes) return undefined;
      return {
        statements: ['5.0/MQTT-3.1.2-24'],
        allowed: `packets of at most ${limitBytes} bytes, the Maximum Packet Size of the CONNECT`,
        actual: `${packet.type.toUpperCase()} of ${bytes.length} bytes`,
      };
    },
  };
};
