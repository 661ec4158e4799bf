import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.13: Handling errors. */
// biome-ignore format: a table is read one statement a line
export const section4_13: readonly Statement[] = [
  { id: '5.0/MQTT-4.13.1-1', section: '4.13.1', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'The Server closes the connection on a Malformed Packet or Protocol Error that has a Reason Code.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-4.13.2-1', section: '4.13.2', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'An error with Reason Code 0x80 or above closes the connection, with or without CONNACK or DISCONNECT.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/U-4.13.1-1', section: '4.13.1', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A conformant sender sends no Malformed Packet and causes no Protocol Error.', duties: [] },
  { id: '5.0/U-4.13.1-2', section: '4.13.1', role: 'client', kind: 'should', keyword: 'SHOULD', summary: 'A Client that finds a Malformed Packet or Protocol Error with a defined Reason Code should close the connection.', duties: [] },
  { id: '5.0/U-4.13.1-3', section: '4.13.1', role: 'client', kind: 'may', keyword: 'MAY', summary: 'A Client that finds an error in AUTH can send DISCONNECT with the Reason Code before it closes.', duties: [], excluded: 'a permission; nothing to violate' },
  { id: '5.0/U-4.13.1-4', section: '4.13.1', role: 'client', kind: 'should', keyword: 'SHOULD', summary: 'A Client that finds an error in a packet other than AUTH should send DISCONNECT with the Reason Code, then close.', duties: [] },
  { id: '5.0/U-4.13.1-5', section: '4.13.1', role: 'client', kind: 'reason-code', keyword: 'none', summary: 'A Client reports errors with 0x81 or 0x82 unless DISCONNECT defines a more specific code.', duties: [] },
  { id: '5.0/U-4.13.1-6', section: '4.13.1', role: 'server', kind: 'may', keyword: 'MAY', summary: 'A Server that finds an error in CONNECT can send CONNACK with the Reason Code before it closes.', duties: [], excluded: 'a permission; nothing to violate' },
  { id: '5.0/U-4.13.1-7', section: '4.13.1', role: 'server', kind: 'should', keyword: 'SHOULD', summary: 'A Server that finds an error in a packet other than CONNECT should send DISCONNECT with the Reason Code, then close.', duties: [] },
  { id: '5.0/U-4.13.1-8', section: '4.13.1', role: 'server', kind: 'reason-code', keyword: 'none', summary: 'A Server reports errors with 0x81 or 0x82 unless CONNACK or DISCONNECT defines a more specific code.', duties: [] },
  { id: '5.0/U-4.13.1-9', section: '4.13.1', role: 'server', kind: 'behavior', keyword: 'none', summary: 'An error on one connection leaves the other Sessions of the Server unaffected.', duties: [] },
  { id: '5.0/U-4.13.2-1', section: '4.13.2', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A failing acknowledgement concerns its own Packet Identifier only, no other packet and no other Session.', duties: [] },
  { id: '5.0/U-4.13.2-2', section: '4.13.2', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A CONNACK or DISCONNECT with an error code leaves all other Sessions unaffected.', duties: [] },
  { id: '5.0/U-4.13.2-3', section: '4.13.2', role: 'both', kind: 'may', keyword: 'none', summary: 'A receiver can check a packet with several errors in any order and act on any of them.', duties: [], excluded: 'a permission; nothing to violate' },
];
