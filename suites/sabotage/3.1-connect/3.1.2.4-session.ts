import { drop, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { forgetSessions } from './session-lies.ts';
import { payloadText } from './will-lies.ts';

export const sessionSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/session/is-forgotten',
    {
      breaks: [
        '3.1.1/MQTT-3.1.2-4',
        '3.1.1/MQTT-3.1.2-5',
        '3.1.1/MQTT-3.1.4-3',
        '3.1.1/U-3.1.2.4-4',
        '3.1.1/U-3.1.2.4-5',
        '3.1.1/U-3.1.2.4-6',
        '3.1.1/U-3.1.2.4-7',
        '3.1.1/U-3.1.2.4-8',
        '5.0/MQTT-3.1.2-5',
        '5.0/MQTT-3.1.2-23',
        '5.0/MQTT-3.1.4-4',
        '5.0/U-4.1-4',
        '5.0/U-4.1-5',
        '5.0/U-4.1-6',
        '5.0/U-4.1-7',
        '5.0/U-4.1-8',
      ],
      cases: [
        'connect/session/*-reconnect',
        'connect/session/*-waits-*',
        'connect/session/*-kept',
        'connect/session/is-kept-*',
        'connect/session/empty-*',
        'connect/session-expiry/is-kept-*',
        'connect/takeover/session-goes-on',
      ],
      does: 'Starts a new Session for every CONNECT, whatever its Clean Start says.',
    },
    forgetSessions,
  ),

  saboteur(
    'connect/session/unreleased-message-is-forgotten',
    {
      breaks: ['3.1.1/MQTT-3.1.2-4', '3.1.1/U-3.1.2.4-8', '5.0/MQTT-3.1.2-5', '5.0/U-4.1-8'],
      cases: ['connect/session/*-is-released-later'],
      does: 'Keeps a QoS 2 message until its release, and loses it when the Network Connection ends before.',
    },
    () => drop('fromBroker', 'publish', (packet) => payloadText(packet) === 'kept until released'),
  ),

  saboteur(
    'connect/session/retained-message-dies-with-it',
    {
      breaks: ['3.1.1/MQTT-3.1.2-7', '5.0/U-4.1-10'],
      cases: ['connect/session/retained-message-outlives-it'],
      does: 'Swallows the retained message once its publisher and a first subscriber are gone.',
    },
    ({ links }) =>
      drop(
        'fromBroker',
        'publish',
        once((packet, link) => packet.retain && links.slice(0, link.index).every((other) => !other.open)),
      ),
  ),
];
