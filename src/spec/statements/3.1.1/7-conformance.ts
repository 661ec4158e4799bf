import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 7: Conformance. */
// biome-ignore format: a table is read one statement a line
export const section7: readonly Statement[] = [
  { id: '3.1.1/MQTT-7.0.0-1', section: '7', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'A Server that also opens connections to other Servers conforms as Client and as Server.', duties: [{ role: 'server', basis: 'obligation', testable: 'no' }], excluded: 'About a bridging product as a whole; shown by running the Client and the Server tests.' },
  { id: '3.1.1/MQTT-7.0.0-2', section: '7', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'No implementation needs extensions from outside the specification to work with another.', duties: [{ role: 'server', basis: 'obligation', testable: 'no' }, { role: 'client', basis: 'obligation', testable: 'no' }], excluded: 'A property of the whole run; no single exchange can show it.' },
  { id: '3.1.1/MQTT-7.1.1-1', section: '7.1.1', role: 'server', kind: 'numbered', keyword: 'MUST', summary: 'A Server offers at least one ordered, lossless byte stream transport.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/MQTT-7.1.2-1', section: '7.1.2', role: 'client', kind: 'numbered', keyword: 'MUST', summary: 'A Client offers at least one ordered, lossless byte stream transport.', duties: [{ role: 'client', basis: 'obligation', testable: 'yes' }] },
  { id: '3.1.1/U-7.1.1-1', section: '7.1.1', role: 'server', kind: 'conformance', keyword: 'none', summary: 'All packets a Server sends have the format of chapters 2 and 3.', duties: [] },
  { id: '3.1.1/U-7.1.1-2', section: '7.1.1', role: 'server', kind: 'conformance', keyword: 'none', summary: 'A Server matches topics by the rules of section 4.7.', duties: [] },
  { id: '3.1.1/U-7.1.2-1', section: '7.1.2', role: 'client', kind: 'conformance', keyword: 'none', summary: 'All packets a Client sends have the format of chapters 2 and 3.', duties: [] },
];
