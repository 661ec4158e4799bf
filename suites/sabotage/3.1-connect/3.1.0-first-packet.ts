import { answer, keepOpen, type Link, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { keepRefusedOpen } from './accepted-links.ts';

export const firstPacketSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/first-packet-is-put-up-with',
    {
      breaks: ['3.1.1/MQTT-3.1.0-1', '3.1.1/MQTT-4.8.0-1', '5.0/MQTT-3.1.0-1', '5.0/MQTT-4.13.1-1'],
      cases: ['connect/first-packet/*'],
      does: 'Keeps a connection open, and answers PINGREQ, whose first packet is no CONNECT.',
    },
    () => keepRefusedOpen(),
  ),

  saboteur(
    'connect/second-connect-is-accepted',
    {
      breaks: ['3.1.1/MQTT-3.1.0-2', '5.0/MQTT-3.1.0-2'],
      does: 'Answers a second CONNECT with another CONNACK, as if it were the first.',
    },
    () => {
      const connected = new Set<Link>();
      return answer(
        'connect',
        () => ({ type: 'connack', sessionPresent: false, reasonCode: 0 }),
        (_packet, link) => {
          if (connected.has(link)) return true;
          connected.add(link);
          return false;
        },
      );
    },
  ),

  saboteur(
    'connect/second-connect-is-ignored',
    {
      breaks: ['3.1.1/MQTT-3.1.0-2', '5.0/MQTT-3.1.0-2'],
      does: 'Keeps the connection open when a second CONNECT should close it.',
    },
    () => keepOpen(),
  ),
];
