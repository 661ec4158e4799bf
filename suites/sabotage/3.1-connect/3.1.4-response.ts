import { type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { refuseConnect } from './refuse-connect.ts';

export const responseSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/accepted/connack-refuses',
    {
      breaks: ['3.1.1/MQTT-3.1.4-4', '5.0/MQTT-3.1.4-5'],
      does: 'Refuses a CONNECT without fault.',
    },
    refuseConnect,
  ),
];
