import { change, drop, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage } from './lies.ts';

/** Section 3.8.4: the lies about SUBACK. */
export const subackSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/suback-is-swallowed',
    {
      breaks: ['3.1.1/MQTT-3.8.4-1', '5.0/MQTT-3.8.4-1'],
      does: 'Swallows one SUBACK.',
    },
    () => drop('fromBroker', 'suback', once()),
  ),

  saboteur(
    'subscribe/suback-has-another-packet-identifier',
    {
      breaks: ['3.1.1/MQTT-3.8.4-2', '5.0/MQTT-3.8.4-2'],
      does: 'Swaps the two bytes of the Packet Identifier in SUBACK.',
    },
    () =>
      change('fromBroker', 'suback', (packet) => ({
        ...packet,
        packetIdentifier: (packet.packetIdentifier % 256) * 256 + (packet.packetIdentifier >> 8),
      })),
  ),

  saboteur(
    'subscribe/suback-lacks-a-code',
    {
      breaks: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-6'],
      cases: ['subscribe/suback-has-a-code-for-each-topic-filter'],
      does: 'Leaves the last code out of a SUBACK for several Topic Filters.',
    },
    () =>
      change(
        'fromBroker',
        'suback',
        (packet) => ({ ...packet, reasonCodes: packet.reasonCodes.slice(0, -1) }),
        ({ reasonCodes }) => reasonCodes.length > 1,
      ),
  ),

  saboteur(
    'subscribe/suback-shows-too-low-a-qos',
    {
      breaks: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-7'],
      cases: ['subscribe/suback-shows-granted-qos'],
      does: 'Shows QoS 0 in SUBACK where the broker granted more.',
    },
    () =>
      change('fromBroker', 'suback', (packet) => ({
        ...packet,
        reasonCodes: packet.reasonCodes.map(() => 0),
      })),
  ),

  saboteur(
    'subscribe/granted-topic-filter-stays-dead',
    {
      breaks: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-7'],
      cases: ['subscribe/granted-topic-filter-delivers'],
      does: 'Delivers no message under a Topic Filter that SUBACK granted.',
    },
    () => drop('fromBroker', 'publish', isMessage),
  ),
];
