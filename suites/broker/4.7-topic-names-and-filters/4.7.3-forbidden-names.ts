import { type BrokerCase, type CaseContext, malformedAfterConnect } from '../../../src/conformance/index.ts';
import type { Publish, QoS, Raw } from '../../../src/packet/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { type Peer, publish, subscribe, subscription } from '../../../src/peer/index.ts';

const withTopicName =
  (qos: QoS, topicName: string | Raw) =>
  ({ topic }: CaseContext, peer: Peer) => {
    const good: Publish = publish({
      topicName: topic(),
      qos,
      ...(qos === 0 ? {} : { packetIdentifier: peer.nextPacketIdentifier() }),
    });
    return [good, { topicName }] as const;
  };

const withTopicFilter =
  (topicFilter: Raw) =>
  ({ topic }: CaseContext, peer: Peer) => {
    const good = subscription({ topicFilter: topic() });
    return [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [good] }),
      { subscriptions: [{ ...good, topicFilter }] },
    ] as const;
  };

const empty = ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1'] as const;
const nullCharacter = ['3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-2'] as const;

/** Section 4.7.3: names that no server goes on after. */
export const forbiddenNameCases: readonly BrokerCase[] = malformedAfterConnect('topics/forbidden', [
  { name: 'empty-topic-name-at-qos-0', proves: empty, send: withTopicName(0, '') },
  { name: 'empty-topic-name-at-qos-1', proves: empty, send: withTopicName(1, '') },
  {
    name: 'topic-name-with-null-character',
    proves: nullCharacter,
    send: withTopicName(0, raw('00 03 61 00 62')),
  },
  { name: 'topic-name-of-null-character', proves: nullCharacter, send: withTopicName(1, raw('00 01 00')) },
  {
    name: 'topic-filter-with-null-character',
    proves: nullCharacter,
    send: withTopicFilter(raw('00 03 61 00 62')),
  },
  { name: 'topic-filter-of-null-character', proves: nullCharacter, send: withTopicFilter(raw('00 01 00')) },
]);
