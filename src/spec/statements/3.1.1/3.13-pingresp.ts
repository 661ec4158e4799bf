import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.13: PINGRESP. */
// biome-ignore format: a table is read one statement a line
export const section3_13: readonly Statement[] = [
  { id: '3.1.1/U-3.13.2-1', section: '3.13.2', role: 'server', kind: 'format', keyword: 'none', summary: 'A PINGRESP is sent without variable header.', duties: [] },
  { id: '3.1.1/U-3.13.3-1', section: '3.13.3', role: 'server', kind: 'format', keyword: 'none', summary: 'A PINGRESP is sent without payload.', duties: [] },
];
