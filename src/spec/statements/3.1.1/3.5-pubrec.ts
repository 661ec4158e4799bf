import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.5: PUBREC. */
// biome-ignore format: a table is read one statement a line
export const section3_5: readonly Statement[] = [
  { id: '3.1.1/U-3.5.1-1', section: '3.5.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREC has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.5.3-1', section: '3.5.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREC ends after its variable header, without payload.', duties: [] },
];
