import { type BrokerCase, type CaseContext, malformedAfterConnect } from '../../../src/conformance/index.ts';
import type { Publish, QoS } from '../../../src/packet/index.ts';
import { type Peer, publish, subscribe, subscription } from '../../../src/peer/index.ts';

type Name = (base: string) => string;

const withTopicName =
  (qos: QoS, nameOf: Name) =>
  ({ topic }: CaseContext, peer: Peer) => {
    const good: Publish = publish({
      topicName: topic(),
      qos,
      ...(qos === 0 ? {} : { packetIdentifier: peer.nextPacketIdentifier() }),
    });
    return [good, { topicName: nameOf(topic()) }] as const;
  };

const withTopicFilter =
  (filterOf: Name) =>
  ({ topic }: CaseContext, peer: Peer) => {
    const good = { topicFilter: topic() };
    return [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [good] }),
      { subscriptions: [subscription({ topicFilter: filterOf(topic()) })] },
    ] as const;
  };

const empty = ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1'] as const;
const nullCharacter = ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'] as const;

/** Section 4.7.3: names that no server goes on after. */
export const forbiddenNameCases: readonly BrokerCase[] = malformedAfterConnect('topics/forbidden', [
  { name: 'empty-topic-name-at-qos-0', proves: empty, send: withTopicName(0, () => '') },
  { name: 'empty-topic-name-at-qos-1', proves: empty, send: withTopicName(1, () => '') },
  {
    name: 'topic-name-with-null-character',
    proves: nullCharacter,
    send: withTopicName(0, (base) => `${base}/a\0b`),
  },
  {
    name: 'topic-name-after-null-character',
    proves: nullCharacter,
    send: withTopicName(1, (base) => `\0${base}`),
  },
  {
    name: 'topic-filter-with-null-character',
    proves: nullCharacter,
    send: withTopicFilter((base) => `${base}/a\0b`),
  },
  {
    name: 'topic-filter-after-null-character',
    proves: nullCharacter,
    send: withTopicFilter((base) => `\0${base}`),
  },
]);
