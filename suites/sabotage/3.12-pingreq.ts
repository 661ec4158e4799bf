import { drop, once, type Saboteur, saboteur } from '../../src/conformance/index.ts';

export const pingreqSaboteurs: readonly Saboteur[] = [
  saboteur(
    'pingreq/pingresp-is-swallowed',
    {
      breaks: ['3.1.1/MQTT-3.12.4-1', '5.0/MQTT-3.12.4-1'],
      does: 'Swallows one PINGRESP, as if the server had not answered.',
    },
    () => drop('fromBroker', 'pingresp', once()),
  ),
];
