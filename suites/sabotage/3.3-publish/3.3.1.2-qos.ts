import { drop, keepOpen, type Saboteur, saboteur } from '../../../src/conformance/index.ts';

export const qosSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/wrong-qos-is-tolerated',
    {
      breaks: ['3.1.1/MQTT-3.3.1-4', '5.0/MQTT-3.3.1-4', '5.0/U-3.3.1.2-2', '5.0/U-3.2.2.3.4-3'],
      does: 'Keeps the connection open when the broker closes it because of a QoS.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'publish/qos-not-supported-is-not-named',
    { breaks: ['5.0/U-3.3.1.2-1'], does: 'Swallows the DISCONNECT before the broker closes.' },
    () => drop('fromBroker', 'disconnect'),
  ),
];
