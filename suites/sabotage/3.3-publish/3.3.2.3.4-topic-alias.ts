import {
  change,
  drop,
  type Lie,
  type Link,
  type Saboteur,
  saboteur,
} from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';
import { withoutProperty, withProperties } from './publish-change.ts';

const aliasOf = ({ properties }: Publish): number | undefined => properties?.topicAlias;

/** Section 3.3.2.3.4: lies about Topic Alias. */
export const topicAliasSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/message-with-topic-alias-is-dropped',
    {
      breaks: ['5.0/MQTT-3.3.2-12', '5.0/U-3.3.2.3.4-2', '5.0/U-3.3.4-11'],
      does: 'Keeps messages with a Topic Alias from the broker.',
    },
    () => drop('fromPeer', 'publish', (packet) => aliasOf(packet) !== undefined),
  ),
  saboteur(
    'publish/topic-alias-is-not-resolved',
    {
      breaks: ['5.0/U-3.3.2.3.4-3', '5.0/U-3.3.4-8'],
      does: 'Keeps messages that name their topic by Topic Alias only from the broker.',
    },
    () => drop('fromPeer', 'publish', ({ topicName }) => topicName === ''),
  ),
  saboteur(
    'publish/topic-alias-keeps-its-first-mapping',
    {
      breaks: ['5.0/U-3.3.2.3.4-4', '5.0/U-3.3.4-9'],
      does: 'Hides the Topic Alias of a message with a Topic Name once the alias is mapped.',
    },
    () => {
      const mapped = new Set<number>();
      const isMappedAnew = (packet: Publish): boolean => {
        const topicAlias = aliasOf(packet);
        if (topicAlias === undefined || packet.topicName === '') return false;
        const wasMapped = mapped.has(topicAlias);
        mapped.add(topicAlias);
        return wasMapped;
      };
      return change('fromPeer', 'publish', (packet) => withoutProperty(packet, 'topicAlias'), isMappedAnew);
    },
  ),
  saboteur(
    'publish/topic-alias-outlives-its-connection',
    {
      breaks: ['5.0/MQTT-3.3.2-7', '5.0/U-3.3.2.3.4-5', '5.0/U-3.3.4-10'],
      cases: ['publish/topic-alias-of-*-closes'],
      does: 'Replaces an empty Topic Name by what the Topic Alias meant on an earlier connection.',
    },
    () => resolveFrom('fromPeer'),
  ),
  saboteur(
    'publish/topic-alias-of-the-server-is-used-for-the-client',
    {
      breaks: ['5.0/U-3.3.2.3.4-6'],
      does: 'Replaces an empty Topic Name of a client by what the Topic Alias means in the other direction.',
    },
    () => resolveFrom('fromBroker'),
  ),
  saboteur(
    'publish/server-uses-topic-alias-0',
    {
      breaks: ['5.0/MQTT-3.3.2-8'],
      cases: ['publish/server-uses-*'],
      does: 'Turns each Topic Alias of the server into 0.',
    },
    () => outbound(() => 0),
  ),
  saboteur(
    'publish/server-uses-topic-alias-above-the-maximum',
    { breaks: ['5.0/MQTT-3.3.2-11'], does: 'Adds 2 to each Topic Alias of the server.' },
    () => outbound((topicAlias) => topicAlias + 2),
  ),
];

function outbound(into: (topicAlias: number) => number): Lie {
  return change(
    'fromBroker',
    'publish',
    (packet) => withProperties(packet, { topicAlias: into(aliasOf(packet) ?? 0) }),
    (packet) => aliasOf(packet) !== undefined,
  );
}

/** Resolves the Topic Aliases of clients by the mappings that were set on one side, on any connection. */
function resolveFrom(side: 'fromPeer' | 'fromBroker'): Lie {
  const topics = new Map<number, string>();
  const learn = ({ topicName, properties }: Publish): void => {
    if (topicName !== '' && properties?.topicAlias !== undefined)
      topics.set(properties.topicAlias, topicName);
  };
  const resolve = change('fromPeer', 'publish', (packet) => {
    const topicName = topics.get(aliasOf(packet) ?? 0) ?? '';
    return packet.topicName === '' && topicName !== '' ? { ...packet, topicName } : packet;
  });
  return {
    fromPeer(frame, link: Link) {
      if (side === 'fromPeer' && frame.packet?.type === 'publish') learn(frame.packet);
      return resolve.fromPeer?.(frame, link) ?? 'pass';
    },
    fromBroker({ packet }) {
      if (side === 'fromBroker' && packet?.type === 'publish') learn(packet);
      return 'pass';
    },
  };
}
