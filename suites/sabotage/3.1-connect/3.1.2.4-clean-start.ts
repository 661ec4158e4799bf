import { type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { refuseConnect } from './refuse-connect.ts';
import { keepSessions } from './session-lies.ts';

export const cleanStartSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/clean-start/0-without-a-session-is-refused',
    {
      breaks: ['3.1.1/MQTT-3.1.2-4', '5.0/MQTT-3.1.2-6'],
      cases: ['connect/clean-start/0-without-a-session-is-accepted'],
      does: 'Refuses a CONNECT with Clean Start 0 whose Client Identifier has no Session.',
    },
    refuseConnect,
  ),

  saboteur(
    'connect/clean-start/old-session-is-kept',
    {
      breaks: [
        '3.1.1/MQTT-3.1.2-6',
        '3.1.1/MQTT-3.1.4-3',
        '5.0/MQTT-3.1.2-4',
        '5.0/MQTT-3.1.4-4',
        '5.0/U-3.1.2.11.2-2',
      ],
      cases: ['connect/clean-start/*', 'connect/session-expiry/*-ends-the-session'],
      does: 'Goes on with the Session of the Client Identifier, whatever Clean Start says, and denies it in CONNACK.',
    },
    keepSessions,
  ),
];
