import { type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { changeWill } from './will-lies.ts';

export const willQosAndRetainSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/will/at-another-qos',
    {
      breaks: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.8.4-8'],
      cases: ['connect/will/is-published-at-*'],
      does: 'Publishes a Will at QoS 0 that asks for more, and one that asks for QoS 0 at QoS 1.',
    },
    () => changeWill((will) => ({ ...will, qos: will.qos === 0 ? 1 : 0 })),
  ),

  saboteur(
    'connect/will/retain-0-is-read-as-1',
    {
      breaks: ['3.1.1/MQTT-3.1.2-16', '5.0/MQTT-3.1.2-14'],
      does: 'Retains a Will whose Will Retain is 0.',
    },
    () => changeWill((will) => ({ ...will, retain: true })),
  ),

  saboteur(
    'connect/will/retain-1-is-read-as-0',
    {
      breaks: ['3.1.1/MQTT-3.1.2-9', '3.1.1/MQTT-3.1.2-17', '5.0/MQTT-3.1.2-15'],
      cases: ['connect/will/retain-1-*'],
      does: 'Does not retain a Will whose Will Retain is 1.',
    },
    () => changeWill((will) => ({ ...will, retain: false })),
  ),
];
