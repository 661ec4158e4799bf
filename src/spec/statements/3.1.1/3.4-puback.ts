import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.4: PUBACK. */
// biome-ignore format: a table is read one statement a line
export const section3_4: readonly Statement[] = [
  { id: '3.1.1/U-3.4.1-1', section: '3.4.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBACK has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.4.3-1', section: '3.4.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBACK ends after its variable header, without payload.', duties: [] },
];
