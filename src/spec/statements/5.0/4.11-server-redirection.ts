import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.11: Server redirection. */
// biome-ignore format: a table is read one statement a line
export const section4_11: readonly Statement[] = [
  { id: '5.0/U-4.11-1', section: '4.11', role: 'server', kind: 'may', keyword: 'SHOULD', summary: 'The Server can name other Servers in a Server Reference along with 0x9C or 0x9D.', duties: [], excluded: 'a permission; nothing to violate' },
  { id: '5.0/U-4.11-2', section: '4.11', role: 'client', kind: 'should', keyword: 'SHOULD', summary: 'A Client told 0x9C should use another Server for the time being.', duties: [] },
  { id: '5.0/U-4.11-3', section: '4.11', role: 'client', kind: 'should', keyword: 'SHOULD', summary: 'A Client told 0x9D should move to another Server for good.', duties: [] },
  { id: '5.0/U-4.11-4', section: '4.11', role: 'server', kind: 'format', keyword: 'none', summary: 'The Server writes Server Reference as a UTF-8 string of references separated by spaces.', duties: [] },
  { id: '5.0/U-4.11-5', section: '4.11', role: 'both', kind: 'may', keyword: 'none', summary: 'The Server need never send a Server Reference, and the Client can ignore one.', duties: [], excluded: 'a permission; nothing to violate' },
];
