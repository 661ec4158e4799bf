import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.4: Message delivery retry. */
// biome-ignore format: a table is read one statement a line
export const section4_4: readonly Statement[] = [
  { id: '5.0/MQTT-4.4.0-1', section: '4.4', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'Both sides resend pending PUBLISH and PUBREL, same Packet Identifiers, when a Session resumes and never otherwise.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: session expiry' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'time; driver:publish; driver:reconnect' }] },
  { id: '5.0/MQTT-4.4.0-2', section: '4.4', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A PUBLISH answered by PUBACK or PUBREC 0x80 or above counts as acknowledged and is not sent again.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: session expiry' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' }] },
];
