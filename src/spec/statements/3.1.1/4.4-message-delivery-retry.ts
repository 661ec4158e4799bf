import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.4: Message delivery retry. */
// biome-ignore format: a table is read one statement a line
export const section4_4: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.4.0-1', section: '4.4', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'On reconnect with CleanSession 0 both sides re-send unacknowledged QoS 1/2 PUBLISH and PUBREL, identifiers unchanged.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
  { id: '3.1.1/U-4.4-1', section: '4.4', role: 'both', kind: 'must', keyword: 'MUST', summary: 'Only a reconnect with CleanSession 0 obliges either side to redeliver messages.', duties: [], excluded: 'Limits the duty of MQTT-4.4.0-1; adds none of its own.' },
];
