import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.5: PUBREC. */
// biome-ignore format: a table is read one statement a line
export const section3_5: readonly Statement[] = [
  { id: '5.0/MQTT-3.5.2-1', section: '3.5.2.1', role: 'both', kind: 'numbered', keyword: 'MUST', summary: 'PUBREC carries only Reason Codes defined for it.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '5.0/MQTT-3.5.2-2', section: '3.5.2.2.2', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A sender omits the Reason String if it makes PUBREC exceed the receiver\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'emits: Reason String' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:reject message' }] },
  { id: '5.0/MQTT-3.5.2-3', section: '3.5.2.2.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A sender omits User Properties if they make PUBREC exceed the receiver\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'emits: User Property' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:reject message' }] },
  { id: '5.0/U-3.5.2-1', section: '3.5.2', role: 'both', kind: 'format', keyword: 'none', summary: 'The PUBREC Variable Header is the PUBLISH\'s Packet Identifier, Reason Code, Properties.', duties: [] },
  { id: '5.0/U-3.5.2.1-1', section: '3.5.2.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREC with Remaining Length 2 counts as Reason Code 0x00.', duties: [] },
  { id: '5.0/U-3.5.2.1-2', section: '3.5.2.1', role: 'both', kind: 'table', keyword: 'MAY', summary: 'Only the Server sends PUBREC 0x10, and only when it knows of no matching subscribers.', duties: [] },
  { id: '5.0/U-3.5.2.1-3', section: '3.5.2.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREC for success without Properties can stop after the Packet Identifier, with Remaining Length 2.', duties: [] },
  { id: '5.0/U-3.5.2.2.1-1', section: '3.5.2.2.1', role: 'both', kind: 'format', keyword: 'none', summary: 'A PUBREC with Remaining Length under 4 has no Property Length and counts as without Properties.', duties: [] },
  { id: '5.0/U-3.5.2.2.2-1', section: '3.5.2.2.2', role: 'both', kind: 'should', keyword: 'SHOULD NOT', summary: 'A receiver should leave the PUBREC Reason String unparsed, as it serves diagnostics only.', duties: [], excluded: 'internal handling of a diagnostic text; invisible' },
  { id: '5.0/U-3.5.2.2.2-2', section: '3.5.2.2.2', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'A second Reason String in PUBREC is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.5.2.2.3-1', section: '3.5.2.2.3', role: 'both', kind: 'behavior', keyword: 'none', summary: 'A receiver accepts several User Properties in PUBREC, even with equal names.', duties: [] },
  { id: '5.0/U-3.5.3-1', section: '3.5.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A sender sends PUBREC without a Payload.', duties: [] },
];
