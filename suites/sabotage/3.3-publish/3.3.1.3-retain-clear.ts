import {
  append,
  change,
  drop,
  keepOpen,
  type Lie,
  type Saboteur,
  saboteur,
  together,
} from '../../../src/conformance/index.ts';
import { publish } from '../../../src/peer/index.ts';

/** Lies about the empty message with RETAIN 1, and about RETAIN 1 where no message is kept. */
export const retainClearSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/empty-retained-message-removes-nothing',
    {
      breaks: ['3.1.1/MQTT-3.3.1-10', '5.0/MQTT-3.3.1-6'],
      cases: ['publish/empty-retained-message-*removes-retained-one'],
      does: 'Clears RETAIN of empty messages, so that the stored message stays.',
    },
    () =>
      change(
        'fromPeer',
        'publish',
        (packet) => ({ ...packet, retain: false }),
        (packet) => packet.retain && packet.payload.length === 0,
      ),
  ),

  saboteur(
    'publish/empty-retained-message-is-not-forwarded',
    {
      breaks: ['3.1.1/MQTT-3.3.1-10', '5.0/MQTT-3.3.1-6'],
      cases: ['publish/empty-retained-message-is-forwarded'],
      does: 'Swallows empty messages.',
    },
    () => drop('fromBroker', 'publish', (packet) => packet.payload.length === 0),
  ),

  saboteur(
    'publish/empty-retained-message-is-stored',
    {
      breaks: ['3.1.1/MQTT-3.3.1-11', '5.0/MQTT-3.3.1-7'],
      does: 'Sends the empty retained message to new subscribers, as if it were stored.',
    },
    () => storesEmptyMessage(),
  ),

  saboteur(
    'publish/retain-1-is-tolerated',
    {
      breaks: ['5.0/U-3.2.2.3.5-3'],
      does: 'Keeps the connection open when the broker closes it because of RETAIN.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'publish/retain-not-supported-is-not-named',
    { breaks: ['5.0/U-3.3.1.3-1'], does: 'Swallows the DISCONNECT before the broker closes.' },
    () => drop('fromBroker', 'disconnect'),
  ),
];

function storesEmptyMessage(): Lie {
  let topicName: string | undefined;
  const remembers: Lie = {
    fromPeer({ packet }) {
      if (packet?.type === 'publish' && packet.retain && packet.payload.length === 0)
        topicName = packet.topicName;
      return 'pass';
    },
  };
  const sends = append('fromBroker', 'suback', () =>
    topicName === undefined ? [] : [publish({ topicName, retain: true })],
  );
  return together(remembers, sends);
}
