import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.10: UNSUBSCRIBE. */
// biome-ignore format: a table is read one statement a line
export const section3_10: readonly Statement[] = [
  { id: '3.1.1/MQTT-3.10.1-1', section: '3.10.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'UNSUBSCRIBE has fixed header flags 0010; the Server closes the connection on any other value.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }] },
  { id: '3.1.1/MQTT-3.10.3-1', section: '3.10.3', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client encodes the Topic Filters of an UNSUBSCRIBE as UTF-8 strings without gaps.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }, { role: 'server', basis: 'reaction', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.3-2', section: '3.10.3', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'An UNSUBSCRIBE has one Topic Filter or more; an empty payload is a protocol violation.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }] },
  { id: '3.1.1/MQTT-3.10.4-1', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server compares UNSUBSCRIBE filters literally, wildcards too, and deletes only the Subscriptions that match exactly.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.4-2', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'After deleting a Subscription the Server queues no new messages for it.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.4-3', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'After deleting a Subscription the Server still finishes the QoS 1 and 2 deliveries under way.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.4-4', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server answers UNSUBSCRIBE with an UNSUBACK of equal Packet Identifier.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.4-5', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server sends UNSUBACK also when no Subscription was deleted.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.10.4-6', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server handles an UNSUBSCRIBE of several Topic Filters like several UNSUBSCRIBEs, but with one UNSUBACK.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/U-3.10.4-1', section: '3.10.4', role: 'server', kind: 'may', keyword: 'MAY', summary: 'After an UNSUBSCRIBE the Server is free to deliver what it had already buffered.', duties: [], excluded: 'A permission; nothing to violate.' },
];
