import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 4.8: Handling errors. */
// biome-ignore format: a table is read one statement a line
export const section4_8: readonly Statement[] = [
  { id: '3.1.1/MQTT-4.8.0-1', section: '4.8', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Either side closes the Network Connection on a protocol violation unless another rule says otherwise.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-4.8.0-2', section: '4.8', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'Either side closes the Network Connection when a Transient Error stops it from processing a packet.', duties: [{ role: 'server', basis: 'obligation', testable: 'no', needs: 'fault injection' }, { role: 'client', basis: 'obligation', testable: 'no', needs: 'fault injection' }], excluded: 'A Transient Error cannot be caused from the wire in a defined way.' },
  { id: '3.1.1/U-4.8-1', section: '4.8', role: 'server', kind: 'should', keyword: 'SHOULD NOT', summary: 'A Transient Error with one Client should not make the Server disturb other Clients.', duties: [], excluded: 'A Transient Error cannot be caused from the wire in a defined way.' },
];
