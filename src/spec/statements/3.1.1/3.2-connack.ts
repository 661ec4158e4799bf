import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 3.2: CONNACK. */
// biome-ignore format: a table is read one statement a line
export const section3_2: readonly Statement[] = [
  { id: '3.1.1/MQTT-3.2.0-1', section: '3.2', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server\'s first packet to a Client is CONNACK.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'reaction', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-1', section: '3.2.2.2', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'On accepting CleanSession 1 the Server sends CONNACK with Session Present 0 and return code 0.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-2', section: '3.2.2.2', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'On accepting CleanSession 0 with a stored Session the Server sets Session Present to 1.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-3', section: '3.2.2.2', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'On accepting CleanSession 0 without a stored Session the Server sets Session Present to 0 and return code 0.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-4', section: '3.2.2.2', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'A CONNACK with a non-zero return code has Session Present 0.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-5', section: '3.2.2.3', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server closes the Network Connection after a CONNACK with a non-zero return code.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-3.2.2-6', section: '3.2.2.3', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server closes without CONNACK when no return code of Table 3.1 fits the refusal.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'reaction', testable: 'conditional' }] },
  { id: '3.1.1/U-3.2-1', section: '3.2', role: 'client', kind: 'should', keyword: 'SHOULD', summary: 'A Client should close the connection when no CONNACK comes in reasonable time.', duties: [] },
  { id: '3.1.1/U-3.2.1-1', section: '3.2.1', role: 'server', kind: 'format', keyword: 'none', summary: 'A CONNACK has Remaining Length 2.', duties: [] },
  { id: '3.1.1/U-3.2.2.1-1', section: '3.2.2.1', role: 'server', kind: 'must', keyword: 'MUST', summary: 'The Server sets bits 7 to 1 of the Connect Acknowledge Flags to 0.', duties: [] },
  { id: '3.1.1/U-3.2.2.2-1', section: '3.2.2.2', role: 'client', kind: 'may', keyword: 'none', summary: 'A Client that sees an unexpected Session Present decides itself whether to go on or to disconnect.', duties: [], excluded: 'A permission; nothing to violate.' },
  { id: '3.1.1/U-3.2.2.3-1', section: '3.2.2.3', role: 'server', kind: 'should', keyword: 'SHOULD', summary: 'A Server that cannot process a well-formed CONNECT should send the fitting non-zero return code.', duties: [] },
  { id: '3.1.1/U-3.2.3-1', section: '3.2.3', role: 'server', kind: 'format', keyword: 'none', summary: 'A CONNACK ends after its variable header, without payload.', duties: [] },
];
