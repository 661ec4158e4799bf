import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.3: Quality of Service levels and protocol flows. */
// biome-ignore format: a table is read one statement a line
export const section4_3: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.3.1-1', section: '4.3.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'The sender of a QoS 0 message uses a PUBLISH with QoS 0 and DUP 0.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '3.1.1/MQTT-4.3.2-1', section: '4.3.2', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'A QoS 1 sender uses a free Packet Identifier and DUP 0, and holds the PUBLISH unacknowledged until its PUBACK.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
  { id: '3.1.1/MQTT-4.3.2-2', section: '4.3.2', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'A QoS 1 receiver answers with the matching PUBACK and takes a later PUBLISH of that identifier as a new message.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe; driver:delivery report' }] },
  { id: '3.1.1/MQTT-4.3.3-1', section: '4.3.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A QoS 2 sender uses a free identifier and DUP 0, answers PUBREC with PUBREL, then never re-sends the PUBLISH.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
  { id: '3.1.1/MQTT-4.3.3-2', section: '4.3.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A QoS 2 receiver answers PUBLISH with PUBREC and PUBREL with PUBCOMP, and passes no duplicate on before the PUBREL.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe; driver:delivery report' }] },
  { id: '3.1.1/U-4.3-1', section: '4.3', role: 'server', kind: 'behavior', keyword: 'none', summary: 'The Server delivers a message to each of several Clients independently of the others.', duties: [] },
  { id: '3.1.1/U-4.3.1-1', section: '4.3.1', role: 'both', kind: 'behavior', keyword: 'none', summary: 'At QoS 0 the receiver sends no response and the sender never retries.', duties: [] },
  { id: '3.1.1/U-4.3.2-1', section: '4.3.2', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A QoS 1 sender may reuse a Packet Identifier once its PUBACK has arrived.', duties: [] },
  { id: '3.1.1/U-4.3.2-2', section: '4.3.2', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A receiver copes with further PUBLISH packets of other identifiers before it has acknowledged the first.', duties: [] },
  { id: '3.1.1/U-4.3.3-1', section: '4.3.3', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A QoS 2 sender may reuse a Packet Identifier once its PUBCOMP has arrived.', duties: [] },
];
