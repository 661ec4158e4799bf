import { change, keepOpen, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { textOf, withProperties } from './publish-change.ts';

const cases = ['publish/*-closes'] as const;

/** Sections 3.3.2.3, 3.3.4 and 3.2.2.3.6: lies about what a server may not accept. */
export const refusalSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/forbidden-packet-leaves-the-connection-open',
    {
      breaks: [
        '5.0/MQTT-3.3.2-8',
        '5.0/MQTT-3.3.2-9',
        '5.0/MQTT-3.2.2-17',
        '5.0/MQTT-3.3.2-13',
        '5.0/MQTT-3.3.2-19',
        '5.0/MQTT-3.3.4-6',
        '5.0/MQTT-3.2.2-15',
        '5.0/U-2.2.2.2-1',
        '5.0/U-3.2.2.3.6-3',
        '5.0/U-3.3.2.3.4-1',
        '5.0/U-3.3.2.3.5-1',
        '5.0/U-3.3.2.3.6-1',
        '5.0/U-3.3.2.3.8-1',
        '5.0/U-3.3.2.3.9-1',
        '5.0/U-3.3.4-5',
        '5.0/U-3.3.4-7',
        '5.0/U-3.3.4-10',
      ],
      cases,
      does: 'Hides that the broker closes the connection, and answers PINGREQ in its place.',
    },
    () => keepOpen(),
  ),
  saboteur(
    'publish/disconnect-names-no-specific-code',
    {
      breaks: ['5.0/U-4.13.1-8', '5.0/U-3.3.4-12'],
      cases,
      does: 'Turns the Reason Code of each DISCONNECT into 0x80.',
    },
    () => change('fromBroker', 'disconnect', (packet) => ({ ...packet, reasonCode: 0x80 })),
  ),
  saboteur(
    'publish/response-topic-with-wildcard-is-forwarded',
    {
      breaks: ['5.0/MQTT-3.3.2-14'],
      does: 'Delivers the sentinel with a wildcard in its Response Topic.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => withProperties(packet, { responseTopic: 'answers/#' }),
        (packet) => textOf(packet) === 'sentinel',
      ),
  ),
];
