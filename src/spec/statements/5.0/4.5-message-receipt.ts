import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.5: Message receipt. */
// biome-ignore format: a table is read one statement a line
export const section4_5: readonly Statement[] = [
  { id: '5.0/MQTT-4.5.0-1', section: '4.5', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server adds an accepted message to the Session State of every Client with a matching Subscription.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: session expiry' }] },
  { id: '5.0/MQTT-4.5.0-2', section: '4.5', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client acknowledges each PUBLISH as its QoS demands, even when it ignores the message.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '5.0/U-4.5-1', section: '4.5', role: 'client', kind: 'behavior', keyword: 'none', summary: 'The Client copes with messages that match none of its own subscriptions or that come during an UNSUBSCRIBE.', duties: [] },
];
