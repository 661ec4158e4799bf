import type { Lie, Link } from '../../../src/conformance/index.ts';
import { change, drop, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage, keepFirstSubscription } from './lies.ts';

/** Swallows the first message that is delivered on a link after its second SUBSCRIBE. */
function loseOneAtReplacement(): Lie {
  const subscribes = new Map<Link, number>();
  return {
    fromPeer({ packet }, link) {
      if (packet?.type === 'subscribe') subscribes.set(link, (subscribes.get(link) ?? 0) + 1);
      return 'pass';
    },
    ...drop(
      'fromBroker',
      'publish',
      once((packet, link) => isMessage(packet) && (subscribes.get(link) ?? 0) > 1),
    ),
  };
}

/** Adds the first Subscription Identifier of the scene to each delivery, but for the first ones. */
function firstIdentifierAfter(deliveries: number): Lie {
  let delivered = 0;
  let first: number | undefined;
  return {
    fromPeer({ packet }) {
      if (packet?.type === 'subscribe') first ??= packet.properties?.subscriptionIdentifier;
      return 'pass';
    },
    ...change(
      'fromBroker',
      'publish',
      (packet) => ({
        ...packet,
        properties: { ...packet.properties, subscriptionIdentifier: [first ?? 1] },
      }),
      (packet) => {
        if (!isMessage(packet)) return false;
        delivered += 1;
        return delivered > deliveries;
      },
    ),
  };
}

/** Section 3.8.4: the lies about a second SUBSCRIBE to the same Topic Filter. */
export const replacementSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/again-changes-nothing',
    {
      breaks: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-4'],
      cases: [
        'subscribe/again/at-*-replaces-subscription',
        'subscribe/again/sends-retained-message-again',
        'subscribe/again/replaces-*',
        'subscribe/again/without-subscription-identifier-removes-it',
      ],
      does: 'Grants a second SUBSCRIBE to the same Topic Filter, and leaves the first Subscription in place.',
    },
    keepFirstSubscription,
  ),

  saboteur(
    'subscribe/again-adds-a-subscription',
    {
      breaks: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-3'],
      cases: ['subscribe/again/at-higher-qos-replaces-subscription'],
      does: 'Delivers a message once more, at QoS 0, as if the first Subscription were still there.',
    },
    () => ({
      fromBroker({ bytes, packet }) {
        if (packet?.type !== 'publish' || packet.qos === 0 || !isMessage(packet)) return 'pass';
        const { packetIdentifier: _identifier, ...message } = packet;
        return { instead: [bytes, { ...message, qos: 0, dup: false }] };
      },
    }),
  ),

  saboteur(
    'subscribe/again-loses-a-message',
    {
      breaks: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-4'],
      cases: ['subscribe/again/loses-no-message'],
      does: 'Swallows the first message that is due after a Subscription was replaced.',
    },
    loseOneAtReplacement,
  ),

  saboteur(
    'subscribe/subscription-identifier-is-never-forgotten',
    {
      breaks: ['5.0/U-3.8.2.1.2-3', '5.0/U-3.8.4-7'],
      does: 'Delivers with the first Subscription Identifier, whatever came after it.',
    },
    () => firstIdentifierAfter(0),
  ),

  saboteur(
    'subscribe/subscription-identifier-comes-back',
    {
      breaks: ['5.0/U-3.8.4-8'],
      does: 'Delivers one message with the new Subscription Identifier, and those after it with the first one again.',
    },
    () => firstIdentifierAfter(1),
  ),
];
