import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.2: Network Connections. */
// biome-ignore format: a table is read one statement a line
export const section4_2: readonly Statement[] = [
  { id: '5.0/MQTT-4.2.0-1', section: '4.2', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Client and Server support at least one transport giving an ordered, lossless byte stream both ways.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes' }] },
];
