import type { Packet } from '../src/packet/packet.ts';
import { firstFailureCode, Reason } from './reason.ts';
import type { Session } from './session.ts';

/**
 * Does a packet promise something that must be on disk before the client can see it? An acknowledgement does, and a
 * QoS 2 PUBLISH, whose Packet Identifier both sides remember. A QoS 1 PUBLISH may come twice, so it need not wait.
 *
 * @param session of the client; what is said of one that is not kept is true for as long as it matters
 */
export function isPromise(packet: Packet, session: Pick<Session, 'journal'>): boolean {
  const isKept = session.journal !== undefined;
  // A refusal promises nothing.
  switch (packet.type) {
    case 'connack':
      return isKept && packet.reasonCode === Reason.success;
    case 'pubrec':
      // Also of a Session that is not kept: the message may be on its way to one that is.
      return packet.reasonCode < firstFailureCode;
    case 'suback':
      return isKept && packet.reasonCodes.some((reasonCode) => reasonCode < firstFailureCode);
    case 'unsuback':
    case 'pubrel':
    case 'pubcomp':
      return isKept;
    case 'publish':
      return isKept && packet.qos === 2;
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
