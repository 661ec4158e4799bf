import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage, withFlags } from './published.ts';

export const dupSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/redelivery-has-dup-0',
    { breaks: ['3.1.1/MQTT-3.3.1-1', '5.0/MQTT-3.3.1-1'], does: 'Clears DUP where the broker sends again.' },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, dup: false }),
        (packet) => packet.dup,
      ),
  ),

  saboteur(
    'publish/first-delivery-has-dup-1',
    {
      breaks: ['3.1.1/MQTT-3.3.1-3', '5.0/MQTT-3.3.1-3', '5.0/U-3.3.1.1-1'],
      does: 'Sets DUP on messages that the broker sends for the first time.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, dup: true }),
        (packet) => packet.qos > 0,
      ),
  ),

  saboteur(
    'publish/qos-0-has-dup-1',
    {
      breaks: ['3.1.1/MQTT-3.3.1-2', '5.0/MQTT-3.3.1-2'],
      does: 'Sets DUP on messages that the broker sends at QoS 0.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (_packet, _link, bytes) => withFlags(bytes, 0x08),
        (packet) => packet.qos === 0 && isMessage(packet),
      ),
  ),
];
