import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.11: UNSUBACK. */
// biome-ignore format: a table is read one statement a line
export const section3_11: readonly Statement[] = [
  { id: '3.1.1/U-3.11.1-1', section: '3.11.1', role: 'server', kind: 'format', keyword: 'none', summary: 'An UNSUBACK has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.11.3-1', section: '3.11.3', role: 'server', kind: 'format', keyword: 'none', summary: 'An UNSUBACK ends after its variable header, without payload.', duties: [] },
];
