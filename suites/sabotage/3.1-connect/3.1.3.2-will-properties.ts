import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { changeWill, changeWillProperties, payloadText } from './will-lies.ts';

export const willPropertiesSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/will-properties/user-properties-are-sorted',
    {
      breaks: ['5.0/MQTT-3.1.3-10'],
      does: 'Publishes the User Properties of a Will in the order of their names.',
    },
    () =>
      change('fromBroker', 'publish', (packet) => {
        const userProperty = (packet.properties?.userProperty ?? []).toSorted(([a], [b]) =>
          a.localeCompare(b),
        );
        return { ...packet, properties: { ...packet.properties, userProperty } };
      }),
  ),

  saboteur(
    'connect/will-properties/repeated-user-property-is-dropped',
    {
      breaks: ['5.0/U-3.1.3.2.8-1'],
      does: 'Keeps one User Property of each name of a Will.',
    },
    () =>
      changeWill((will) => {
        const userProperty = [...new Map(will.properties?.userProperty)];
        return { ...will, properties: { ...will.properties, userProperty } };
      }),
  ),

  saboteur(
    'connect/will-properties/are-dropped',
    {
      breaks: ['5.0/U-3.1.3.2-2', '5.0/U-3.1.3.2.4-2'],
      does: 'Publishes a Will without its properties.',
    },
    () => changeWill(({ properties: _properties, ...will }) => will),
  ),

  saboteur(
    'connect/will-properties/message-expiry-interval-is-added',
    {
      breaks: ['5.0/U-3.1.3.2.4-3'],
      does: 'Publishes a Will that never expires with a Message Expiry Interval.',
    },
    () => changeWillProperties({ messageExpiryIntervalSeconds: 3600 }),
  ),

  saboteur(
    'connect/will-delay/is-ignored',
    {
      breaks: ['5.0/MQTT-3.1.3-9', '5.0/MQTT-3.1.2-8', '5.0/U-3.1.3.2.2-3'],
      cases: ['connect/will-delay/is-published-after-the-delay', 'connect/will-delay/*-cancels-it'],
      does: 'Publishes a Will at once, whatever its Will Delay Interval.',
    },
    () => changeWillProperties({ willDelayIntervalSeconds: 0 }),
  ),

  saboteur(
    'connect/will-delay/absent-one-is-an-hour',
    {
      breaks: ['5.0/U-3.1.3.2.2-2'],
      does: 'Delays a Will that has no Will Delay Interval.',
    },
    () => changeWillProperties({ willDelayIntervalSeconds: 3600 }),
  ),

  saboteur(
    'connect/will-delay/session-end-loses-it',
    {
      breaks: ['5.0/MQTT-3.1.2-8', '5.0/U-3.1.2.5-6', '5.0/U-3.1.3.2.2-3'],
      cases: ['connect/will-delay/session-end-*', 'connect/will-delay/without-*'],
      does: 'Loses a Will whose Session ends before its Will Delay Interval has passed.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, topicName: `${packet.topicName}/lost` }),
        (packet) => ['session ended', 'at once'].includes(payloadText(packet)),
      ),
  ),
];
