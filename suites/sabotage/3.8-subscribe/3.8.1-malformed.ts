import { keepOpen, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { grantMalformed } from './lies.ts';

const breaks = [
  '3.1.1/MQTT-3.8.1-1',
  '3.1.1/MQTT-3.8.3-1',
  '3.1.1/MQTT-3.8.3-3',
  '3.1.1/MQTT-3.8.3-4',
  '3.1.1/U-3.8.3-2',
  '5.0/MQTT-3.8.1-1',
  '5.0/MQTT-3.8.3-1',
  '5.0/MQTT-3.8.3-2',
  '5.0/MQTT-3.8.3-4',
  '5.0/MQTT-3.8.3-5',
  '5.0/U-3.8.2-1',
  '5.0/U-3.8.2.1.2-1',
  '5.0/U-3.8.2.1.2-2',
  '5.0/U-3.8.3-1',
  '5.0/U-3.8.3-2',
  '5.0/U-3.8.3.1-1',
  '5.0/U-3.8.3.1-4',
] as const;

/** Sections 3.8.1 to 3.8.3: the lies about every malformed SUBSCRIBE. */
export const malformedSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/malformed-one-leaves-connection-open',
    {
      breaks,
      cases: ['subscribe/malformed/*'],
      does: 'Keeps the connection open after a malformed SUBSCRIBE, and still answers PINGREQ.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'subscribe/malformed-one-is-granted',
    {
      breaks,
      cases: ['subscribe/malformed/*'],
      does: 'Answers a malformed SUBSCRIBE with a SUBACK that grants it.',
    },
    grantMalformed,
  ),
];
