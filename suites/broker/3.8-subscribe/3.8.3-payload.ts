import type { CaseContext } from '../../../src/conformance/index.ts';
import { type BrokerCase, brokerCase, malformedAfterConnect } from '../../../src/conformance/index.ts';
import { type Raw, raw } from '../../../src/packet/index.ts';
import { oneOf, type Peer, subscribe, subscription } from '../../../src/peer/index.ts';
import { sendSubscribe } from './steps.ts';

/** A SUBSCRIBE of a good Topic Filter, followed by one of these bytes. */
const withTopicFilter =
  (topicFilter: Raw) =>
  ({ topic }: CaseContext, peer: Peer) =>
    [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [{ topicFilter: topic() }] }),
      {
        subscriptions: [
          subscription({ topicFilter: topic() }),
          { ...subscription({ topicFilter: '' }), topicFilter },
        ],
      },
    ] as const;

const illFormed = [
  { name: 'lone-surrogate', bytes: '00 05 61 2f ed a0 80' },
  { name: 'overlong-encoding', bytes: '00 04 61 2f c0 af' },
  { name: 'broken-sequence', bytes: '00 04 61 2f c3 28' },
] as const;

const malformed = malformedAfterConnect('subscribe/malformed', [
  ...illFormed.map(({ name, bytes }) => ({
    name: `topic-filter-with-${name}`,
    proves: ['3.1.1/MQTT-3.8.3-1', '5.0/MQTT-3.8.3-1'] as const,
    send: withTopicFilter(raw(bytes)),
  })),
  {
    name: 'no-topic-filter',
    proves: ['3.1.1/MQTT-3.8.3-3', '5.0/MQTT-3.8.3-2', '5.0/U-3.8.3-2'],
    send: ({ topic }, peer) => [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [{ topicFilter: topic() }] }),
      { subscriptions: raw('') },
    ],
  },
  {
    name: 'topic-filter-without-options',
    proves: ['3.1.1/U-3.8.3-2', '5.0/U-3.8.3-1'],
    send: ({ topic }, peer) => [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [{ topicFilter: topic() }] }),
      { subscriptions: raw('00 01 61') },
    ],
  },
]);

/** Section 3.8.3: the Topic Filters of SUBSCRIBE. */
export const payloadCases: readonly BrokerCase[] = [
  ...malformed,

  brokerCase(
    'subscribe/wildcards-are-supported',
    { proves: ['3.1.1/U-3.8.3-1'], needs: ['wildcard-subscriptions'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      await peer.subscribe(topic());
      for (const wildcard of ['+', '#']) {
        const packetIdentifier = sendSubscribe(peer, { topicFilter: topic(wildcard) });
        await peer.expect('suback', { packetIdentifier, reasonCodes: oneOf<readonly number[]>([0]) });
      }
    },
  ),
];
