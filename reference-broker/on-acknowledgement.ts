import type { Puback } from '../src/packet/puback.ts';
import type { Pubcomp } from '../src/packet/pubcomp.ts';
import type { Pubrec } from '../src/packet/pubrec.ts';
import type { Pubrel } from '../src/packet/pubrel.ts';
import type { ConnectedClient } from './client.ts';
import type { AckOutcome } from './outbound.ts';
import { firstFailureCode, Reason } from './reason.ts';

/** PUBACK: a QoS 1 message arrived. (3.1.1 and 5.0 section 3.4) */
export function onPuback(client: ConnectedClient, { packetIdentifier }: Puback): void {
  // Whatever its Reason Code, it ends the exchange. [5.0/MQTT-4.4.0-2]
  failOnMismatch(client, client.session.outbound.puback(packetIdentifier), 'PUBACK for a QoS 2 message');
}

/** PUBREC: a QoS 2 message arrived. (3.1.1 and 5.0 section 3.5) */
export function onPubrec(client: ConnectedClient, { packetIdentifier, reasonCode }: Pubrec): void {
  const outcome = client.session.outbound.pubrec(packetIdentifier, reasonCode);
  failOnMismatch(client, outcome, 'PUBREC for a QoS 1 message');
  if (outcome !== 'unknown' || reasonCode >= firstFailureCode) return;
  // [5.0/MQTT-4.3.3-4] [5.0/U-3.6.2.1-3] [3.1.1/MQTT-4.3.3-1]
  client.send({ type: 'pubrel', packetIdentifier, reasonCode: Reason.packetIdentifierNotFound });
}

/** PUBCOMP: the identifier of a QoS 2 message is free on both sides. (3.1.1 and 5.0 section 3.7) */
export function onPubcomp(client: ConnectedClient, { packetIdentifier }: Pubcomp): void {
  const outcome = client.session.outbound.pubcomp(packetIdentifier);
  failOnMismatch(client, outcome, 'PUBCOMP for an exchange that waits for another packet');
}

/** PUBREL: the client gave up the identifier of its QoS 2 message. (3.1.1 and 5.0 section 3.6) */
export function onPubrel(client: ConnectedClient, { packetIdentifier }: Pubrel): void {
  const wasOpen = client.session.inboundQos2.release(packetIdentifier);
  client.receiveWindow.close(packetIdentifier);
  // Answered even when unknown, or the client could never free it.
  // [5.0/MQTT-4.3.3-11] [5.0/MQTT-2.2.1-5] [5.0/U-3.7.2.1-3] [3.1.1/MQTT-4.3.3-2]
  client.send({
    type: 'pubcomp',
    packetIdentifier,
    reasonCode: wasOpen ? Reason.success : Reason.packetIdentifierNotFound,
  });
}

/** An acknowledgement of the wrong kind. [5.0/MQTT-3.3.4-1] [3.1.1/MQTT-3.3.4-1] [3.1.1/MQTT-4.8.0-1] */
function failOnMismatch(client: ConnectedClient, outcome: AckOutcome, detail: string): void {
  if (outcome === 'mismatch') client.fail({ reasonCode: Reason.protocolError, detail });
}
