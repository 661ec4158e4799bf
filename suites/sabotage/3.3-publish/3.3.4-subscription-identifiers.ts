import { append, change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';
import { withoutProperty, withProperties } from './publish-change.ts';
import { atQoS0 } from './published.ts';

const identifiersOf = ({ properties }: Publish): readonly number[] =>
  properties?.subscriptionIdentifier ?? [];
const withIdentifiers = (packet: Publish, subscriptionIdentifier: readonly number[]) =>
  withProperties(packet, { subscriptionIdentifier });

/** Section 3.3.4: lies about Subscription Identifiers. */
export const subscriptionIdentifierSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/subscription-identifiers-are-dropped',
    {
      breaks: ['5.0/U-3.3.4-1', '5.0/MQTT-3.3.4-3'],
      does: 'Delivers messages without their Subscription Identifiers.',
    },
    () => change('fromBroker', 'publish', (packet) => withoutProperty(packet, 'subscriptionIdentifier')),
  ),
  saboteur(
    'publish/only-one-subscription-identifier-is-sent',
    {
      breaks: ['5.0/MQTT-3.3.4-4', '5.0/U-3.3.2.3.8-2', '5.0/U-3.3.4-4'],
      does: 'Delivers a message with the first of its Subscription Identifiers only.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => withIdentifiers(packet, identifiersOf(packet).slice(0, 1)),
        (packet) => identifiersOf(packet).length > 1,
      ),
  ),
  saboteur(
    'publish/further-copy-has-no-subscription-identifier',
    {
      breaks: ['5.0/MQTT-3.3.4-5'],
      does: 'Delivers a further copy of each message, without a Subscription Identifier.',
    },
    () =>
      append('fromBroker', 'publish', (packet) => [
        atQoS0(withoutProperty(packet, 'subscriptionIdentifier')),
      ]),
  ),
  saboteur(
    'publish/foreign-subscription-identifier-is-sent',
    {
      breaks: ['5.0/U-3.3.4-5', '5.0/U-3.3.4-6'],
      cases: ['publish/no-foreign-*', 'publish/shared-subscription-comes-*'],
      does: 'Adds the Subscription Identifier of another subscription to each delivered message.',
    },
    () => change('fromBroker', 'publish', (packet) => withIdentifiers(packet, [...identifiersOf(packet), 9])),
  ),
];
