import type { Statement } from '../statement.ts';

/** MQTT 3.1.1, section 1: Introduction. */
// biome-ignore format: a table is read one statement a line
export const section1: readonly Statement[] = [
  { id: '3.1.1/MQTT-1.5.3-1', section: '1.5.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'UTF-8 strings are well formed and hold no surrogates; a receiver of ill-formed UTF-8 closes the Network Connection.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish' }, { role: 'client', basis: 'reaction', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '3.1.1/MQTT-1.5.3-2', section: '1.5.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'UTF-8 strings never hold U+0000; a receiver of one closes the Network Connection.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:subscribe' }, { role: 'client', basis: 'reaction', testable: 'yes', needs: 'driver:subscribe' }] },
  { id: '3.1.1/MQTT-1.5.3-3', section: '1.5.3', role: 'both', kind: 'numbered', keyword: 'MUST NOT', summary: 'A receiver keeps the bytes EF BB BF of a string in place and reads them as U+FEFF.', duties: [{ role: 'server', basis: 'obligation', testable: 'yes' }, { role: 'client', basis: 'obligation', testable: 'conditional', needs: 'driver:delivery report' }] },
  { id: '3.1.1/U-1.5.2-1', section: '1.5.2', role: 'both', kind: 'format', keyword: 'none', summary: 'Two-byte integers are sent high byte first.', duties: [] },
  { id: '3.1.1/U-1.5.3-1', section: '1.5.3', role: 'both', kind: 'format', keyword: 'none', summary: 'A UTF-8 string may be 0 to 65535 bytes long unless its field says otherwise.', duties: [] },
  { id: '3.1.1/U-1.5.3-2', section: '1.5.3', role: 'both', kind: 'should', keyword: 'SHOULD NOT', summary: 'Senders should leave control characters and non-characters out of strings; a receiver may close on them.', duties: [] },
];
