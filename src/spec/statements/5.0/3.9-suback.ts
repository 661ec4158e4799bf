import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 3.9: SUBACK. */
// biome-ignore format: a table is read one statement a line
export const section3_9: readonly Statement[] = [
  { id: '5.0/MQTT-3.9.2-1', section: '3.9.2.1.2', role: 'server', kind: 'numbered', keyword: 'MUST NOT', summary: 'The Server omits the Reason String if it makes SUBACK exceed the Client\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'emits: Reason String' }] },
  { id: '5.0/MQTT-3.9.2-2', section: '3.9.2.1.3', role: 'server', kind: 'numbered', keyword: 'MUST NOT', summary: 'The Server omits User Properties if they make SUBACK exceed the Client\'s Maximum Packet Size.', duties: [{ role: 'server', basis: 'obligation', testable: 'conditional', needs: 'emits: User Property' }] },
  { id: '5.0/MQTT-3.9.3-1', section: '3.9.3', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'SUBACK lists Reason Codes in the order SUBSCRIBE listed its Topic Filters.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '5.0/MQTT-3.9.3-2', section: '3.9.3', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'SUBACK carries only Reason Codes defined for it, one for each Topic Filter.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'reaction', testable: 'conditional', needs: 'driver:subscribe' }] },
  { id: '5.0/U-3.9.2-1', section: '3.9.2', role: 'server', kind: 'format', keyword: 'none', summary: 'The SUBACK Variable Header is the SUBSCRIBE\'s Packet Identifier, then Properties.', duties: [] },
  { id: '5.0/U-3.9.2.1.2-1', section: '3.9.2.1.2', role: 'client', kind: 'should', keyword: 'SHOULD NOT', summary: 'The Client should leave the SUBACK Reason String unparsed, as it serves diagnostics only.', duties: [], excluded: 'internal handling of a diagnostic text; invisible' },
  { id: '5.0/U-3.9.2.1.2-2', section: '3.9.2.1.2', role: 'both', kind: 'protocol-error', keyword: 'none', summary: 'A second Reason String in SUBACK is a Protocol Error.', duties: [] },
  { id: '5.0/U-3.9.2.1.3-1', section: '3.9.2.1.3', role: 'client', kind: 'behavior', keyword: 'none', summary: 'The Client accepts several User Properties in SUBACK, even with equal names.', duties: [] },
  { id: '5.0/U-3.9.3-1', section: '3.9.3', role: 'server', kind: 'format', keyword: 'none', summary: 'The SUBACK Payload holds one Reason Code for each Topic Filter of the SUBSCRIBE.', duties: [] },
];
