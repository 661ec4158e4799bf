import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.14: DISCONNECT. */
// biome-ignore format: a table is read one statement a line
export const section3_14: readonly Statement[] = [
  { id: '3.1.1/MQTT-3.14.1-1', section: '3.14.1', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server disconnects a Client whose DISCONNECT has non-zero reserved flags.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.14.4-1', section: '3.14.4', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'The Client closes the Network Connection after its DISCONNECT.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:disconnect' }] },
  { id: '3.1.1/MQTT-3.14.4-2', section: '3.14.4', role: 'client', kind: 'numbered', keyword: 'MUST NOT', summary: 'The Client sends nothing more on the Network Connection after DISCONNECT.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:disconnect' }] },
  { id: '3.1.1/MQTT-3.14.4-3', section: '3.14.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server drops the Will Message unpublished when DISCONNECT arrives.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'time' }] },
  { id: '3.1.1/U-3.14-1', section: '3.14', role: 'client', kind: 'behavior', keyword: 'none', summary: 'A DISCONNECT is the Client\'s last packet and marks a clean end.', duties: [] },
  { id: '3.1.1/U-3.14.2-1', section: '3.14.2', role: 'client', kind: 'format', keyword: 'none', summary: 'A DISCONNECT is sent without variable header.', duties: [] },
  { id: '3.1.1/U-3.14.3-1', section: '3.14.3', role: 'client', kind: 'format', keyword: 'none', summary: 'A DISCONNECT is sent without payload.', duties: [] },
  { id: '3.1.1/U-3.14.4-1', section: '3.14.4', role: 'server', kind: 'should', keyword: 'SHOULD', summary: 'After DISCONNECT the Server should close a connection the Client left open.', duties: [] },
];
