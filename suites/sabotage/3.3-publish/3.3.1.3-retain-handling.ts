import { change, type Lie, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Subscribe } from '../../../src/packet/index.ts';

/** Lies about Retain Handling. */
export const retainHandlingSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/retain-handling-0-sends-nothing-the-second-time',
    {
      breaks: ['5.0/MQTT-3.3.1-9'],
      cases: ['publish/retain-handling-0-*'],
      does: 'Turns Retain Handling 0 into 1.',
    },
    () => retainHandling(1, ({ retainHandling: wanted }) => wanted === 0),
  ),

  saboteur(
    'publish/retain-handling-1-sends-nothing-for-new-subscription',
    {
      breaks: ['5.0/MQTT-3.3.1-10'],
      cases: ['publish/retain-handling-1-sends-retained-message-for-new-subscription'],
      does: 'Turns Retain Handling 1 into 2.',
    },
    () => retainHandling(2, ({ retainHandling: wanted }) => wanted === 1),
  ),

  saboteur(
    'publish/retain-handling-1-sends-nothing-after-unsubscribe',
    {
      breaks: ['5.0/MQTT-3.3.1-10'],
      cases: ['publish/retain-handling-1-sends-retained-message-for-new-subscription'],
      does: 'Turns Retain Handling 1 of all subscriptions but the first into 2.',
    },
    () => {
      const isFirst = once();
      return retainHandling(2, ({ retainHandling: wanted }) => wanted === 1 && !isFirst());
    },
  ),

  saboteur(
    'publish/retain-handling-1-sends-retained-message-for-existing-subscription',
    {
      breaks: ['5.0/MQTT-3.3.1-10'],
      cases: ['publish/retain-handling-1-sends-nothing-*'],
      does: 'Turns Retain Handling 1 into 0.',
    },
    () => retainHandling(0, ({ retainHandling: wanted }) => wanted === 1),
  ),

  saboteur(
    'publish/retain-handling-2-sends-retained-message',
    { breaks: ['5.0/MQTT-3.3.1-11'], does: 'Turns Retain Handling 2 into 0.' },
    () => retainHandling(0, ({ retainHandling: wanted }) => wanted === 2),
  ),
];

type Asked = Subscribe['subscriptions'][number];

function retainHandling(into: Asked['retainHandling'], when: (subscription: Asked) => boolean): Lie {
  return change('fromPeer', 'subscribe', (packet) => ({
    ...packet,
    subscriptions: packet.subscriptions.map((subscription) =>
      when(subscription) ? { ...subscription, retainHandling: into } : subscription,
    ),
  }));
}
