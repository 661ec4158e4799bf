import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage } from './published.ts';

/** Lies about the RETAIN flag of what the server sends. */
export const retainFlagSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/retained-message-has-retain-0',
    {
      breaks: ['3.1.1/MQTT-3.3.1-8', '5.0/U-3.3.1.3-2', '5.0/MQTT-3.3.1-13'],
      does: 'Clears RETAIN on its way to the subscriber.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, retain: false }),
        (packet) => packet.retain,
      ),
  ),

  saboteur(
    'publish/forwarded-message-has-retain-1',
    {
      breaks: ['3.1.1/MQTT-3.3.1-9', '3.1.1/U-3.3.1.3-1', '5.0/MQTT-3.3.1-12', '5.0/MQTT-3.3.1-13'],
      does: 'Sets RETAIN of forwarded messages on their way to the subscriber.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, retain: true }),
        (packet) => !packet.retain && isMessage(packet),
      ),
  ),
];
