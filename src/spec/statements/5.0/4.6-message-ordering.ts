import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.6: Message ordering. */
// biome-ignore format: a table is read one statement a line
export const section4_6: readonly Statement[] = [
  { id: '5.0/MQTT-4.6.0-1', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client resends pending PUBLISH packets in their original order.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
  { id: '5.0/MQTT-4.6.0-2', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client\'s PUBACKs follow the order in which QoS 1 PUBLISH packets arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '5.0/MQTT-4.6.0-3', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client\'s PUBRECs follow the order in which QoS 2 PUBLISH packets arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '5.0/MQTT-4.6.0-4', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client\'s PUBRELs follow the order in which PUBRECs arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '5.0/MQTT-4.6.0-5', section: '4.6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'On an Ordered Topic, the Server forwards each Client\'s messages of one Topic and QoS in arrival order.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-4.6.0-6', section: '4.6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'Unless configured otherwise, every Topic is an Ordered Topic for Non-shared Subscriptions.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/U-4.6-1', section: '4.6', role: 'server', kind: 'may', keyword: 'MAY', summary: 'The Server can offer a mechanism that exempts Topics from ordering.', duties: [], excluded: 'a permission; nothing to violate' },
];
