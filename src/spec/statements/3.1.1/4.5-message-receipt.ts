import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.5: Message receipt. */
// biome-ignore format: a table is read one statement a line
export const section4_5: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.5.0-1', section: '4.5', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server adds each message it takes over to the Session of every Client with a matching Subscription.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-4.5.0-2', section: '4.5', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client acknowledges every PUBLISH by its QoS, even if it ignores the message.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '3.1.1/U-4.5-1', section: '4.5', role: 'client', kind: 'behavior', keyword: 'none', summary: 'A Client copes with messages outside its Subscriptions, or that arrive while it unsubscribes.', duties: [] },
];
