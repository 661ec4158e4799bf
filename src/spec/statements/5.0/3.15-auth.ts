import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.15: AUTH. */
// biome-ignore format: a table is read one statement a line
export const section3_15: readonly Statement[] = [
  { id: '5.0/MQTT-3.15.1-1', section: '3.15.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'AUTH has fixed header flags 0000; the receiver closes the connection on any others.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.15.2-1', section: '3.15.2.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'AUTH carries only Reason Codes defined for it.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'enhanced auth' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:enhanced auth' }, { role: 'server', basis: 'reaction', testable: 'yes' }] },
  { id: '5.0/MQTT-3.15.2-2', section: '3.15.2.2.4', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A sender omits the Reason String if it makes AUTH exceed the receiver\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'enhanced auth; emits: Reason String' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:enhanced auth' }] },
  { id: '5.0/MQTT-3.15.2-3', section: '3.15.2.2.5', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A sender omits User Properties if they make AUTH exceed the receiver\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'enhanced auth; emits: User Property' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:enhanced auth' }] },
  { id: '5.0/U-3.15-1', section: '3.15', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'Sending AUTH is a Protocol Error unless CONNECT carried the same Authentication Method.', duties: [] },
  { id: '5.0/U-3.15.2-1', section: '3.15.2', role: 'both', kind: 'format', keyword: 'none', summary: 'The AUTH Variable Header is Authenticate Reason Code, then Properties.', duties: [] },
  { id: '5.0/U-3.15.2.1-1', section: '3.15.2.1', role: 'both', kind: 'table', keyword: 'none', summary: 'Only the Server sends AUTH 0x00.', duties: [] },
  { id: '5.0/U-3.15.2.1-2', section: '3.15.2.1', role: 'both', kind: 'table', keyword: 'none', summary: 'Only the Client sends AUTH 0x19.', duties: [] },
  { id: '5.0/U-3.15.2.1-3', section: '3.15.2.1', role: 'both', kind: 'format', keyword: 'none', summary: 'An AUTH 0x00 without Properties can be sent with Remaining Length 0.', duties: [] },
  { id: '5.0/U-3.15.2.2.2-1', section: '3.15.2.2.2', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'An AUTH with no Authentication Method or with two is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.15.2.2.3-1', section: '3.15.2.2.3', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'A second Authentication Data in AUTH is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.15.2.2.4-1', section: '3.15.2.2.4', role: 'both', kind: 'should', keyword: 'SHOULD NOT', summary: 'A receiver should leave the AUTH Reason String unparsed, as it serves diagnostics only.', duties: [], excluded: 'internal handling of a diagnostic text; invisible' },
  { id: '5.0/U-3.15.2.2.4-2', section: '3.15.2.2.4', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'A second Reason String in AUTH is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.15.2.2.5-1', section: '3.15.2.2.5', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A receiver accepts several User Properties in AUTH, even with equal names.', duties: [] },
  { id: '5.0/U-3.15.3-1', section: '3.15.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A sender sends AUTH without a Payload.', duties: [] },
];
