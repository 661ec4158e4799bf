import { drop, type Lie, type Link, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';

/** After the SUBACK of a shared subscription, sends the retained message of its topic. */
function retainedForShared(): Lie {
  const shared = new Set<Link>();
  let retained: Publish | undefined;
  return {
    fromPeer({ packet }, link) {
      if (packet?.type === 'publish' && packet.retain) {
        const { packetIdentifier: _identifier, ...message } = packet;
        retained = { ...message, qos: 0 };
      }
      if (packet?.type === 'subscribe' && packet.subscriptions[0]?.topicFilter.startsWith('$share/') === true)
        shared.add(link);
      return 'pass';
    },
    fromBroker({ bytes, packet }, link) {
      if (packet?.type !== 'suback' || !shared.has(link) || retained === undefined) return 'pass';
      return { instead: [bytes, retained] };
    },
  };
}

/** Swallows the first retained message on a link that subscribed with a wildcard. */
function loseRetainedOnWildcard(): Lie {
  const wild = new Set<Link>();
  return {
    fromPeer({ packet }, link) {
      if (packet?.type === 'subscribe' && packet.subscriptions.some((one) => one.topicFilter.endsWith('+')))
        wild.add(link);
      return 'pass';
    },
    ...drop(
      'fromBroker',
      'publish',
      once(({ retain }, link) => retain && wild.has(link)),
    ),
  };
}

/** Section 3.8.4: the lies about retained messages at a new Subscription. */
export const retainedMessageSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/one-retained-message-is-missing',
    {
      breaks: ['3.1.1/U-3.8.4-2', '5.0/U-3.8.4-2'],
      does: 'Swallows one of several retained messages that are due to a new subscription.',
    },
    loseRetainedOnWildcard,
  ),

  saboteur(
    'subscribe/shared-subscription-gets-retained-message',
    {
      breaks: ['5.0/U-3.8.4-3', '5.0/U-3.8.4-4'],
      does: 'Sends the retained message to a new member of a Shared Subscription.',
    },
    retainedForShared,
  ),
];
