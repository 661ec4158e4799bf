import { change, closeOn, drop, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage, refuseSubscribe } from './lies.ts';

/** Sections 3.8.2 and 3.8.3: the lies about properties, wildcards and Subscription Options. */
export const optionSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/user-properties-close',
    {
      breaks: ['5.0/U-3.8.2.1.3-1'],
      does: 'Closes the connection on a SUBSCRIBE in which a User Property repeats.',
    },
    () => closeOn('fromPeer', 'subscribe', ({ properties }) => (properties?.userProperty?.length ?? 0) > 1),
  ),

  saboteur(
    'subscribe/wildcards-are-refused',
    {
      breaks: ['3.1.1/U-3.8.3-1'],
      does: 'Refuses every Topic Filter that has a wildcard.',
    },
    () =>
      refuseSubscribe(({ subscriptions }) =>
        subscriptions.some(({ topicFilter }) => /[+#]/.test(topicFilter)),
      ),
  ),

  saboteur(
    'subscribe/no-local-is-ignored',
    {
      breaks: ['5.0/MQTT-3.8.3-3'],
      does: 'Subscribes with No Local 0, whatever the client asked for.',
    },
    () =>
      change('fromPeer', 'subscribe', (packet) => ({
        ...packet,
        subscriptions: packet.subscriptions.map((one) => ({ ...one, noLocal: false })),
      })),
  ),

  saboteur(
    'subscribe/retain-as-published-is-turned-round',
    {
      breaks: ['5.0/U-3.8.3.1-2'],
      does: 'Keeps the RETAIN flag for a subscription that asked to clear it, and the other way round.',
    },
    () =>
      change('fromPeer', 'subscribe', (packet) => ({
        ...packet,
        subscriptions: packet.subscriptions.map((one) => ({
          ...one,
          retainAsPublished: !one.retainAsPublished,
        })),
      })),
  ),

  saboteur(
    'subscribe/retain-handling-2-stops-retained-messages-for-good',
    {
      breaks: ['5.0/U-3.8.3.1-3'],
      does: 'Swallows a message that was published with RETAIN after the subscription was made.',
    },
    () => {
      const retained = new Set<string>();
      return {
        fromPeer({ packet }) {
          if (packet?.type === 'publish' && packet.retain) retained.add(packet.topicName);
          return 'pass';
        },
        ...drop('fromBroker', 'publish', (packet) => retained.has(packet.topicName) && isMessage(packet)),
      };
    },
  ),
];
