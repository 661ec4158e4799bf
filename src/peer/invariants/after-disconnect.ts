import type { InvariantFactory } from './invariant.ts';

/** Nothing follows the server's DISCONNECT. */
export const afterDisconnectInvariant: InvariantFactory = (mqtt) => {
  if (mqtt !== '5.0') return undefined;
  let disconnected = false;
  return {
    received(packet) {
      if (disconnected) {
        return {
          statements: ['5.0/MQTT-3.14.4-1'],
          allowed: 'no packet after DISCONNECT',
          actual: `${packet.type.toUpperCase()} after DISCONNECT`,
        };
      }
      disconnected = packet.type === 'disconnect';
      return undefined;
    },
  };
};
