import {
  change,
  keepOpen,
  type Lie,
  type Saboteur,
  type Scene,
  saboteur,
} from '../../../src/conformance/index.ts';
import { puback } from '../../../src/peer/index.ts';
import { isMessage } from './published.ts';

export const topicNameSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/wrong-topic-name-is-tolerated',
    {
      breaks: [
        '3.1.1/MQTT-3.3.2-1',
        '3.1.1/MQTT-3.3.2-2',
        '3.1.1/MQTT-4.7.3-1',
        '5.0/MQTT-3.3.2-1',
        '5.0/MQTT-3.3.2-2',
        '5.0/MQTT-4.7.3-1',
        '5.0/U-3.3.2.1-1',
      ],
      cases: ['publish/*topic-name*-closes'],
      does: 'Keeps the connection open when the broker closes it because of a Topic Name.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'publish/topic-name-with-wildcard-is-acknowledged',
    {
      breaks: ['3.1.1/MQTT-3.3.2-2', '5.0/MQTT-3.3.2-2'],
      cases: ['publish/topic-name-with-wildcard-at-qos-1-is-refused'],
      does: 'Acknowledges in place of the broker what is no valid packet.',
    },
    () => acknowledgesMalformed(),
  ),

  saboteur(
    'publish/topic-name-with-wildcard-is-forwarded',
    {
      breaks: ['3.1.1/MQTT-3.3.2-2', '5.0/MQTT-3.3.2-2'],
      cases: ['publish/topic-name-with-wildcard-is-not-forwarded'],
      does: 'Forwards to all other peers what is no valid packet.',
    },
    (scene) => forwardsMalformed(scene),
  ),

  saboteur(
    'publish/topic-name-does-not-match-filter',
    {
      breaks: ['3.1.1/MQTT-3.3.2-3', '5.0/MQTT-3.3.2-3'],
      does: 'Adds a level to the Topic Name of messages on their way to the subscriber.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, topicName: `${packet.topicName}/b` }),
        isMessage,
      ),
  ),
];

function acknowledgesMalformed(): Lie {
  return {
    fromPeer({ packet }, link) {
      if (packet !== undefined) return 'pass';
      link.toPeer(puback(1));
      return 'drop';
    },
  };
}

function forwardsMalformed(scene: Scene): Lie {
  return {
    fromPeer({ packet, bytes }, link) {
      if (packet !== undefined) return 'pass';
      for (const other of scene.links) if (other !== link) other.toPeer(bytes);
      return 'drop';
    },
  };
}
