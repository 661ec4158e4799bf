import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.9: SUBACK. */
// biome-ignore format: a table is read one statement a line
export const section3_9: readonly Statement[] = [
  { id: '3.1.1/MQTT-3.9.3-1', section: '3.9.3', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'SUBACK return codes stand in the order of the SUBSCRIBE\'s Topic Filters.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.9.3-2', section: '3.9.3', role: 'server', kind: 'numbered', keyword: 'MUST NOT', summary: 'A SUBACK uses only the return codes 0x00, 0x01, 0x02 and 0x80.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'reaction', testable: 'conditional', needs: 'driver:subscribe' }] },
  { id: '3.1.1/U-3.9.3-1', section: '3.9.3', role: 'server', kind: 'format', keyword: 'none', summary: 'Each SUBACK return code answers one Topic Filter of the SUBSCRIBE.', duties: [] },
];
