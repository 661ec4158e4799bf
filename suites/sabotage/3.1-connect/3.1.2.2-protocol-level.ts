import { acceptConnect, drop, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { keepRefusedOpen } from './accepted-links.ts';

export const protocolLevelSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/unknown-protocol-level-is-accepted',
    {
      breaks: ['3.1.1/MQTT-3.1.2-2', '5.0/MQTT-3.1.2-2'],
      does: 'Accepts a CONNECT with a Protocol Level that the broker refuses.',
    },
    () => acceptConnect(),
  ),

  saboteur(
    'connect/unknown-protocol-level-leaves-the-connection-open',
    {
      breaks: ['3.1.1/MQTT-3.1.2-2', '5.0/MQTT-3.1.2-2'],
      does: 'Lets the refusal of a Protocol Level pass, but not the close after it.',
    },
    () => keepRefusedOpen(),
  ),

  saboteur(
    'connect/unknown-protocol-level-is-not-named',
    {
      breaks: ['3.1.1/MQTT-3.1.2-2'],
      cases: ['connect/protocol-level/*-gets-return-code-0x01'],
      does: 'Swallows the CONNACK that names the Protocol Level as the reason of a refusal.',
    },
    () => drop('fromBroker', 'connack', ({ reasonCode }) => reasonCode !== 0),
  ),
];
