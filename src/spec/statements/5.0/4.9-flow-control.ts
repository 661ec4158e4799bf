import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.9: Flow Control. */
// biome-ignore format: a table is read one statement a line
export const section4_9: readonly Statement[] = [
  { id: '5.0/MQTT-4.9.0-1', section: '4.9', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Client and Server start with a send quota between 1 and the peer\'s Receive Maximum.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '5.0/MQTT-4.9.0-2', section: '4.9', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'With its send quota used up, a sender sends no further QoS 1 or 2 PUBLISH.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '5.0/MQTT-4.9.0-3', section: '4.9', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Client and Server keep handling and answering all other packets while the send quota is 0.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:subscribe' }] },
  { id: '5.0/U-4.9-1', section: '4.9', role: 'both', kind: 'may', keyword: 'MAY', summary: 'A sender with no send quota left can go on with QoS 0 PUBLISH or pause it too.', duties: [], excluded: 'a permission; nothing to violate' },
  { id: '5.0/U-4.9-2', section: '4.9', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A PUBACK or PUBCOMP, error or not, raises the sender\'s send quota by one.', duties: [] },
  { id: '5.0/U-4.9-3', section: '4.9', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A PUBREC of 0x80 or above raises the sender\'s send quota by one.', duties: [] },
  { id: '5.0/U-4.9-4', section: '4.9', role: 'both', kind: 'behavior', keyword: 'none', summary: 'The send quota never rises above its initial value.', duties: [] },
  { id: '5.0/U-4.9-5', section: '4.9', role: 'both', kind: 'behavior', keyword: 'none', summary: 'Send quota and Receive Maximum start anew on each Network Connection and are no part of the Session State.', duties: [] },
];
