import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 6: Using WebSocket as a network transport. */
// biome-ignore format: a table is read one statement a line
export const section6: readonly Statement[] = [
  { id: '3.1.1/MQTT-6.0.0-1', section: '6', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'MQTT over WebSocket uses binary frames; a receiver of another data frame type closes the connection.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '3.1.1/MQTT-6.0.0-2', section: '6', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A WebSocket receiver accepts packets that are split over frames or share one.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '3.1.1/MQTT-6.0.0-3', section: '6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A WebSocket Client offers the sub protocol mqtt.', duties: [{ role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'server', basis: 'reaction', testable: 'conditional', needs: 'websocket' }] },
  { id: '3.1.1/MQTT-6.0.0-4', section: '6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'A WebSocket Server selects the sub protocol mqtt.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '3.1.1/U-6-1', section: '6', role: 'both', kind: 'behavior', keyword: 'none', summary: 'The WebSocket URI does not change how MQTT works.', duties: [], excluded: 'An explanation; obliges nobody, and a Server may serve one path only.' },
];
