import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.7: PUBCOMP. */
// biome-ignore format: a table is read one statement a line
export const section3_7: readonly Statement[] = [
  { id: '3.1.1/U-3.7.1-1', section: '3.7.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBCOMP has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.7.2-1', section: '3.7.2', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBCOMP repeats the Packet Identifier of the PUBREL it answers.', duties: [] },
  { id: '3.1.1/U-3.7.3-1', section: '3.7.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBCOMP ends after its variable header, without payload.', duties: [] },
];
