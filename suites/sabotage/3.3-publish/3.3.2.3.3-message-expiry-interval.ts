import { change, type Saboteur, saboteur, together } from '../../../src/conformance/index.ts';
import { textOf, withoutProperty, withProperties } from './publish-change.ts';

const interval = 'messageExpiryIntervalSeconds';

/** Section 3.3.2.3.3: lies about Message Expiry Interval. */
export const messageExpirySaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/message-never-expires',
    {
      breaks: ['5.0/MQTT-3.3.2-5'],
      does: 'Hides the Message Expiry Interval from the broker, so that it delivers what has expired.',
    },
    () => change('fromPeer', 'publish', (packet) => withoutProperty(packet, interval)),
  ),
  saboteur(
    'publish/message-without-expiry-expires',
    {
      breaks: ['5.0/U-3.3.2.3.3-1'],
      does: 'Gives a Message Expiry Interval of one second to messages that have none.',
    },
    () =>
      change('fromPeer', 'publish', (packet) => ({
        ...packet,
        properties: { [interval]: 1, ...packet.properties },
      })),
  ),
  saboteur(
    'publish/message-expiry-interval-is-dropped',
    { breaks: ['5.0/MQTT-3.3.2-6'], does: 'Delivers messages without their Message Expiry Interval.' },
    () => change('fromBroker', 'publish', (packet) => withoutProperty(packet, interval)),
  ),
  saboteur(
    'publish/message-expiry-interval-is-not-reduced',
    {
      breaks: ['5.0/MQTT-3.3.2-6'],
      cases: ['publish/*-is-reduced'],
      does: 'Delivers a message with the Message Expiry Interval that it was published with.',
    },
    () => {
      const published = new Map<string, number>();
      return together(
        change('fromBroker', 'publish', (packet) => {
          const original = published.get(textOf(packet));
          return original === undefined ? packet : withProperties(packet, { [interval]: original });
        }),
        {
          fromPeer({ packet }) {
            const seconds = packet?.type === 'publish' ? packet.properties?.[interval] : undefined;
            if (packet?.type === 'publish' && seconds !== undefined) published.set(textOf(packet), seconds);
            return 'pass';
          },
        },
      );
    },
  ),
];
