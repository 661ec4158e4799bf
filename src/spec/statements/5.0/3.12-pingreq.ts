import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.12: PINGREQ. */
// biome-ignore format: a table is read one statement a line
export const section3_12: readonly Statement[] = [
  { id: '5.0/MQTT-3.12.4-1', section: '3.12.4', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server answers each PINGREQ with a PINGRESP.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/U-3.12.2-1', section: '3.12.2', role: 'client', kind: 'format', keyword: 'none', summary: 'The Client sends PINGREQ without a Variable Header.', duties: [] },
  { id: '5.0/U-3.12.3-1', section: '3.12.3', role: 'client', kind: 'format', keyword: 'none', summary: 'The Client sends PINGREQ without a Payload.', duties: [] },
];
