import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.1: Storing state. */
// biome-ignore format: a table is read one statement a line
export const section4_1: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.1.0-1', section: '4.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Client and Server keep the Session state as long as the Session lives.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:publish; driver:reconnect' }] },
  { id: '3.1.1/MQTT-4.1.0-2', section: '4.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'A Session lives no shorter than its Network Connection.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:publish' }] },
  { id: '3.1.1/U-4.1-1', section: '4.1', role: 'server', kind: 'should', keyword: 'SHOULD', summary: 'The Server should keep retained messages, which belong to no Session, until a Client deletes them.', duties: [] },
];
