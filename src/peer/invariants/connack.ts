import type { Breach, InvariantFactory } from './invariant.ts';

/** The server's first packet is CONNACK, there is one of them, and its Session Present does not contradict itself. */
export const connackInvariant: InvariantFactory = (mqtt) => {
  let connacks = 0;
  let cleanStart = false;

  function beforeConnack(type: string): Breach | undefined {
    if (mqtt === '5.0' && type === 'auth') return undefined;
    return {
      statements: [mqtt === '5.0' ? '5.0/MQTT-3.2.0-1' : '3.1.1/MQTT-3.2.0-1'],
      allowed: 'CONNACK as the first packet of the server',
      actual: `${type.toUpperCase()} before any CONNACK`,
    };
  }

  return {
    sent(packet) {
      if (packet.type === 'connect') cleanStart = packet.cleanStart;
    },
    received(packet) {
      if (packet.type !== 'connack') return connacks === 0 ? beforeConnack(packet.type) : undefined;
      connacks += 1;
      if (connacks > 1 && mqtt === '5.0') {
        return {
          statements: ['5.0/MQTT-3.2.0-2'],
          allowed: 'one CONNACK on a Network Connection',
          actual: `CONNACK number ${connacks}`,
        };
      }
      if (packet.sessionPresent && packet.reasonCode !== 0) {
        return {
          statements: [mqtt === '5.0' ? '5.0/MQTT-3.2.2-6' : '3.1.1/MQTT-3.2.2-4'],
          allowed: 'Session Present 0 in a CONNACK that refuses',
          actual: `Session Present 1 with code 0x${packet.reasonCode.toString(16)}`,
        };
      }
      if (packet.sessionPresent && cleanStart) {
        return {
          statements: [mqtt === '5.0' ? '5.0/MQTT-3.2.2-2' : '3.1.1/MQTT-3.2.2-1'],
          allowed: 'Session Present 0 after a clean start',
          actual: 'Session Present 1',
        };
      }
      return undefined;
    },
  };
};
