import { append, change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { atQoS0, isMessage } from './published.ts';

export const overlappingSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/overlapping-subscriptions-deliver-at-qos-0',
    {
      breaks: ['3.1.1/MQTT-3.3.5-1', '5.0/MQTT-3.3.4-2'],
      does: 'Lowers the QoS of messages on their way to the subscriber.',
    },
    () => change('fromBroker', 'publish', atQoS0, (packet) => packet.qos > 0),
  ),

  saboteur(
    'publish/overlapping-subscriptions-deliver-a-third-copy',
    {
      breaks: ['3.1.1/U-3.3.5-1', '5.0/U-3.3.4-2'],
      does: 'Delivers each message three times.',
    },
    () => append('fromBroker', 'publish', (packet) => [packet, packet], isMessage),
  ),
];
