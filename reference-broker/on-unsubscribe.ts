import type { Unsubscribe } from '../src/packet/unsubscribe.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { Reason } from './reason.ts';

/** UNSUBSCRIBE from a client. (3.1.1 and 5.0 section 3.10) */
export function onUnsubscribe(core: BrokerCore, client: ConnectedClient, unsubscribe: Unsubscribe): void {
  const { packetIdentifier, topicFilters } = unsubscribe;
  const is50 = client.identity.protocolVersion === '5.0';
  const identifierInUse = client.session.inboundQos2.isOpen(packetIdentifier);
  if (identifierInUse && !is50) {
    // [3.1.1/MQTT-2.3.1-2] [3.1.1/MQTT-4.8.0-1]
    return client.fail({ reasonCode: Reason.packetIdentifierInUse, detail: 'Packet Identifier in use' });
  }
  // One after the other, with one answer for all. [5.0/MQTT-3.10.4-6] [3.1.1/MQTT-3.10.4-6]
  const reasonCodes = topicFilters.map((topicFilter) =>
    // [5.0/U-2.2.1-2]
    identifierInUse ? Reason.packetIdentifierInUse : unsubscribeFrom(core, client, topicFilter),
  );
  // Answered even when nothing was deleted; 3.1.1 has no codes.
  // [5.0/MQTT-3.10.4-4] [5.0/MQTT-3.10.4-5] [5.0/MQTT-2.2.1-6] [5.0/MQTT-3.11.3-1] [5.0/MQTT-3.11.3-2]
  // [3.1.1/MQTT-3.10.4-4] [3.1.1/MQTT-3.10.4-5] [3.1.1/MQTT-2.3.1-7]
  client.send({ type: 'unsuback', packetIdentifier, reasonCodes: is50 ? reasonCodes : [] });
}

/**
 * No new message matches from here on; what is queued or in flight is completed.
 * [5.0/MQTT-3.10.4-2] [5.0/MQTT-3.10.4-3] [5.0/U-3.10.4-1] [3.1.1/MQTT-3.10.4-2] [3.1.1/MQTT-3.10.4-3]
 */
function unsubscribeFrom(core: BrokerCore, { session }: ConnectedClient, topicFilter: string): number {
  // Character by character, `$share/` included. [5.0/MQTT-3.10.4-1] [5.0/U-4.8.2-5] [3.1.1/MQTT-3.10.4-1]
  const subscription = session.subscriptions.get(topicFilter);
  // [5.0/U-3.11.3-2]
  if (subscription === undefined) return Reason.noSubscriptionExisted;
  session.subscriptions.delete(topicFilter);
  core.subscriptions.remove(session, subscription);
  return Reason.success;
}
