import { change, drop, once, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { atQoS0 } from './published.ts';

/** Lies about which messages the server keeps. */
export const retainStoreSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/retained-message-is-not-stored',
    {
      breaks: ['3.1.1/MQTT-3.3.1-5', '5.0/MQTT-3.3.1-5', '5.0/U-3.3.1.3-3'],
      cases: [
        'publish/retained-message-reaches-later-subscriber',
        'publish/retained-message-keeps-qos-2',
        'publish/qos-0-retained-message-is-kept',
      ],
      does: 'Clears RETAIN on its way to the broker, which so stores nothing.',
    },
    () =>
      change(
        'fromPeer',
        'publish',
        (packet) => ({ ...packet, retain: false }),
        (packet) => packet.retain,
      ),
  ),

  saboteur(
    'publish/retained-message-is-not-replaced',
    {
      breaks: ['3.1.1/MQTT-3.3.1-5', '3.1.1/MQTT-3.3.1-6', '3.1.1/MQTT-3.3.1-7', '5.0/MQTT-3.3.1-5'],
      cases: [
        'publish/last-retained-message-replaces-earlier-one',
        'publish/qos-0-retained-message-replaces-earlier-one',
        'publish/retained-message-is-stored-again-after-removal',
      ],
      does: 'Clears RETAIN of all messages but the first, which so stays.',
    },
    () => {
      const isFirst = once();
      return change(
        'fromPeer',
        'publish',
        (packet) => ({ ...packet, retain: false }),
        (packet) => packet.retain && !isFirst(),
      );
    },
  ),

  saboteur(
    'publish/retained-message-loses-its-qos',
    {
      breaks: ['3.1.1/MQTT-3.3.1-5', '5.0/MQTT-3.3.1-5'],
      cases: ['publish/retained-message-reaches-later-subscriber', 'publish/retained-message-keeps-qos-2'],
      does: 'Sends retained messages at QoS 0.',
    },
    () => change('fromBroker', 'publish', atQoS0, (packet) => packet.retain),
  ),

  saboteur(
    'publish/retained-message-is-not-sent',
    {
      breaks: ['3.1.1/MQTT-3.3.1-6', '5.0/MQTT-3.3.1-9'],
      cases: ['publish/retained-message-reaches-later-subscriber'],
      does: 'Swallows a retained message.',
    },
    () =>
      drop(
        'fromBroker',
        'publish',
        once((packet) => packet.retain),
      ),
  ),

  saboteur(
    'publish/one-retained-message-is-sent-for-all-topics',
    {
      breaks: ['3.1.1/MQTT-3.3.1-6', '5.0/MQTT-3.3.1-9'],
      cases: ['publish/each-matching-topic-has-its-retained-message'],
      does: 'Swallows all retained messages but the first.',
    },
    () => {
      const isFirst = once();
      return drop('fromBroker', 'publish', (packet) => packet.retain && !isFirst());
    },
  ),

  saboteur(
    'publish/message-with-retain-0-is-stored',
    {
      breaks: ['3.1.1/MQTT-3.3.1-12', '5.0/MQTT-3.3.1-8'],
      does: 'Sets RETAIN of a message on its way to the broker, which so stores it.',
    },
    () =>
      change(
        'fromPeer',
        'publish',
        (packet) => ({ ...packet, retain: true }),
        once((packet) => !packet.retain && packet.qos === 1),
      ),
  ),

  saboteur(
    'publish/retained-message-does-not-expire',
    { breaks: ['5.0/U-3.3.1.3-4'], does: 'Strips the Message Expiry Interval on its way to the broker.' },
    () => change('fromPeer', 'publish', (packet) => ({ ...packet, properties: {} })),
  ),
];
