import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';

export const keepAliveSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/keep-alive/is-not-watched',
    {
      breaks: ['3.1.1/MQTT-3.1.2-24', '3.1.1/U-3.1.2.5-2', '5.0/MQTT-3.1.2-22', '5.0/U-3.1.2.5-3'],
      does: 'Turns the Keep Alive off, so that nobody misses a silent client.',
    },
    () => change('fromPeer', 'connect', (packet) => ({ ...packet, keepAliveSeconds: 0 })),
  ),
];
