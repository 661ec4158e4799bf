import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.6: PUBREL. */
// biome-ignore format: a table is read one statement a line
export const section3_6: readonly Statement[] = [
  { id: '3.1.1/MQTT-3.6.1-1', section: '3.6.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'PUBREL has fixed header flags 0010; the Server closes the connection on any other value.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }] },
  { id: '3.1.1/U-3.6.1-1', section: '3.6.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREL has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.6.2-1', section: '3.6.2', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREL repeats the Packet Identifier of the PUBREC it answers.', duties: [] },
  { id: '3.1.1/U-3.6.3-1', section: '3.6.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREL ends after its variable header, without payload.', duties: [] },
];
