import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.10: UNSUBSCRIBE. */
// biome-ignore format: a table is read one statement a line
export const section3_10: readonly Statement[] = [
  { id: '5.0/MQTT-3.10.1-1', section: '3.10.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'UNSUBSCRIBE has fixed header flags 0010; the Server closes the connection on any others.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }] },
  { id: '5.0/MQTT-3.10.3-1', section: '3.10.3', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'Each Topic Filter in UNSUBSCRIBE is a valid UTF-8 Encoded String.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }, { role: 'server', basis: 'reaction', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.3-2', section: '3.10.3', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'UNSUBSCRIBE holds one or more Topic Filters.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:unsubscribe' }, { role: 'server', basis: 'reaction', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-1', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server deletes the Subscription whose Topic Filter equals, character by character, one in UNSUBSCRIBE.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-2', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'After UNSUBSCRIBE, the Server queues no further messages for the Client under those Topic Filters.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-3', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'After UNSUBSCRIBE, the Server finishes QoS 1 and 2 deliveries it had already begun.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-4', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server answers each UNSUBSCRIBE with an UNSUBACK.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-5', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'UNSUBACK repeats the Packet Identifier of its UNSUBSCRIBE and is sent even if nothing was deleted.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.10.4-6', section: '3.10.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server handles several Topic Filters in one UNSUBSCRIBE like separate ones, but answers with one UNSUBACK.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/U-3.10.2-1', section: '3.10.2', role: 'client', kind: 'format', keyword: 'none', summary: 'The UNSUBSCRIBE Variable Header is Packet Identifier, then Properties.', duties: [] },
  { id: '5.0/U-3.10.2.1.2-1', section: '3.10.2.1.2', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server accepts several User Properties in UNSUBSCRIBE, even with equal names.', duties: [] },
  { id: '5.0/U-3.10.3-1', section: '3.10.3', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'An UNSUBSCRIBE without any Topic Filter in its Payload is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.10.4-1', section: '3.10.4', role: 'server', kind: 'may', keyword: 'MAY', summary: 'After UNSUBSCRIBE the Server can still deliver messages it had already buffered for the Client.', duties: [], excluded: 'a permission; nothing to violate' },
  { id: '5.0/U-3.10.4-2', section: '3.10.4', role: 'server', kind: 'behavior', keyword: 'none', summary: 'UNSUBSCRIBE detaches the Session from a Shared Subscription, which the Server deletes with its last Session.', duties: [] },
];
