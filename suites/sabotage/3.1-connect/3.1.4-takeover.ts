import { keepOpen, type Saboteur, saboteur } from '../../../src/conformance/index.ts';

export const takeoverSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/takeover/existing-connection-stays-open',
    {
      breaks: ['3.1.1/MQTT-3.1.4-2', '5.0/MQTT-3.1.4-3'],
      does: 'Serves two Network Connections with one Client Identifier.',
    },
    () => keepOpen(),
  ),
];
