import type { Packet } from '../src/packet/packet.ts';
import { firstFailureCode } from './reason.ts';

/**
 * Does a packet promise something that must be on disk before the client can see it? An acknowledgement does, and a
 * QoS 2 PUBLISH, whose Packet Identifier both sides remember. A QoS 1 PUBLISH may come twice, so it need not wait.
 */
export function isPromise(packet: Packet): boolean {
  switch (packet.type) {
    case 'connack':
    case 'pubrec':
      // A refusal promises nothing.
      return packet.reasonCode < firstFailureCode;
    case 'suback':
      return packet.reasonCodes.some((reasonCode) => reasonCode < firstFailureCode);
    case 'unsuback':
    case 'pubrel':
    case 'pubcomp':
      return true;
    case 'publish':
      return packet.qos === 2;
    case 'connect':
    case 'subscribe':
    case 'unsubscribe':
    case 'pingreq':
    case 'pingresp':
    case 'disconnect':
    // It is not sent before it can be kept: see OwedPubacks.
    case 'puback':
    case 'auth':
      return false;
  }
}
