import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.6: Message ordering. */
// biome-ignore format: a table is read one statement a line
export const section4_6: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.6.0-1', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client re-sends QoS 1 and 2 PUBLISH packets in their first order.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
  { id: '3.1.1/MQTT-4.6.0-2', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client sends PUBACKs in the order its QoS 1 PUBLISH packets arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '3.1.1/MQTT-4.6.0-3', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client sends PUBRECs in the order its QoS 2 PUBLISH packets arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '3.1.1/MQTT-4.6.0-4', section: '4.6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client sends PUBRELs in the order the PUBRECs arrived.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '3.1.1/MQTT-4.6.0-5', section: '4.6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server treats every Topic as an Ordered Topic unless told otherwise.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-4.6.0-6', section: '4.6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'On an Ordered Topic the Server delivers a publisher\'s messages of equal Topic and QoS in order of receipt.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/U-4.6-1', section: '4.6', role: 'client', kind: 'must', keyword: 'MUST', summary: 'A Client keeps the ordering rules of MQTT-4.6.0-1 to 4.6.0-4 in all its message flows.', duties: [] },
];
