import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.13: PINGRESP. */
// biome-ignore format: a table is read one statement a line
export const section3_13: readonly Statement[] = [
  { id: '5.0/U-3.13.2-1', section: '3.13.2', role: 'server', kind: 'format', keyword: 'none', summary: 'The Server sends PINGRESP without a Variable Header.', duties: [] },
  { id: '5.0/U-3.13.3-1', section: '3.13.3', role: 'server', kind: 'format', keyword: 'none', summary: 'The Server sends PINGRESP without a Payload.', duties: [] },
  { id: '5.0/U-3.13.4-1', section: '3.13.4', role: 'client', kind: 'behavior', keyword: 'none', summary: 'The Client does nothing in reply to a PINGRESP.', duties: [] },
];
