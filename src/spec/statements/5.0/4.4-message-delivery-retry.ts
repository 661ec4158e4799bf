import type { Statement } from '../statement.ts';

/** MQTT 5.0, section 4.4: Message delivery retry. */
export const section4_4: readonly Statement[] = [
  {
    id: '5.0/MQTT-4.4.0-1',
    section: '4.4',
    role: 'both',
    kind: 'numbered',
    keyword: 'MUST NOT',
    summary: '',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: session expiry' },
      {
        role: 'client',
        basis: 'obligation',
        testable: 'yes',
        needs: 'time; driver:publish; driver:reconnect',
      },
    ],
  },
  {
    id: '5.0/MQTT-4.4.0-2',
    section: '4.4',
    role: 'both',
    kind: 'numbered',
    keyword: 'MUST NOT',
    summary: '',
    duties: [
      { role: 'server', basis: 'obligation', testable: 'yes', needs: 'capability on: session expiry' },
      { role: 'client', basis: 'obligation', testable: 'yes', needs: 'driver:publish; driver:reconnect' },
    ],
  },
];
