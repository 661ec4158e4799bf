import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 7: Conformance. */
// biome-ignore format: a table is read one statement a line
export const section7: readonly Statement[] = [
  { id: '5.0/U-7.1.1-1', section: '7.1.1', role: 'server', kind: 'conformance', keyword: 'none', summary: 'A conformant Server sends every packet in the format of chapters 2 and 3.', duties: [] },
  { id: '5.0/U-7.1.1-2', section: '7.1.1', role: 'server', kind: 'conformance', keyword: 'none', summary: 'A conformant Server obeys the topic matching and subscription rules of sections 4.7 and 4.8.', duties: [] },
  { id: '5.0/U-7.1.1-3', section: '7.1.1', role: 'server', kind: 'conformance', keyword: 'none', summary: 'A conformant Server needs no extension from outside the standard to interoperate.', duties: [], excluded: 'a property of the whole run, not of one exchange' },
  { id: '5.0/U-7.1.2-1', section: '7.1.2', role: 'client', kind: 'conformance', keyword: 'none', summary: 'A conformant Client sends every packet in the format of chapters 2 and 3.', duties: [] },
  { id: '5.0/U-7.1.2-2', section: '7.1.2', role: 'client', kind: 'conformance', keyword: 'none', summary: 'A conformant Client needs no extension from outside the standard to interoperate.', duties: [], excluded: 'a property of the whole run, not of one exchange' },
];
