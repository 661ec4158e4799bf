import { acceptConnect, type Saboteur, saboteur } from '../../../src/conformance/index.ts';

export const protocolNameSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/wrong-protocol-name-is-served',
    {
      breaks: ['3.1.1/MQTT-3.1.2-1', '5.0/MQTT-3.1.2-1'],
      does: 'Accepts a CONNECT whose Protocol Name the broker does not know.',
    },
    () => acceptConnect(),
  ),
];
