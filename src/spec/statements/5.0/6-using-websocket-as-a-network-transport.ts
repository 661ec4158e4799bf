import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 6: Using WebSocket as a network transport. */
// biome-ignore format: a table is read one statement a line
export const section6: readonly Statement[] = [
  { id: '5.0/MQTT-6.0.0-1', section: '6', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Over WebSocket, packets travel in binary frames; the recipient closes on any other data frame type.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '5.0/MQTT-6.0.0-2', section: '6', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A WebSocket receiver copes with packets split over or joined within frames.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '5.0/MQTT-6.0.0-3', section: '6', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A WebSocket Client offers the subprotocol mqtt.', duties: [{ role: 'client', basis: 'obligation', testable: 'conditional', needs: 'websocket' }, { role: 'server', basis: 'reaction', testable: 'conditional', needs: 'websocket' }] },
  { id: '5.0/MQTT-6.0.0-4', section: '6', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'A WebSocket Server selects and returns the subprotocol mqtt.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'websocket' }] },
  { id: '5.0/U-6-1', section: '6', role: 'both', kind: 'behavior', keyword: 'none', summary: 'The WebSocket URI does not influence the MQTT protocol.', duties: [], excluded: 'an explanation that obliges nobody' },
];
