import type { CaseContext } from '../../../src/conformance/index.ts';
import { type BrokerCase, brokerCase, malformedAfterConnect } from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { oneOf, type Peer, subscribe, subscription } from '../../../src/peer/index.ts';
import { sendSubscribe } from './steps.ts';

/** A SUBSCRIBE of a good Topic Filter, followed by one that ends with these bytes. */
const withIllFormed =
  (bytes: string) =>
  ({ topic }: CaseContext, peer: Peer) => {
    const good = subscription({ topicFilter: topic('good') });
    const bad = Buffer.concat([Buffer.from(topic('bad'), 'utf8'), Buffer.from(bytes, 'hex')]);
    const length = Buffer.from([bad.length >> 8, bad.length & 0xff]);
    return [
      subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [good] }),
      { subscriptions: [good, { ...good, topicFilter: raw(Buffer.concat([length, bad])) }] },
    ] as const;
  };

const illFormed = [
  { name: 'lone-surrogate', bytes: 'eda080' },
  { name: 'overlong-encoding', bytes: 'c0af' },
  { name: 'broken-sequence', bytes: 'c328' },
] as const;

const malformed = malformedAfterConnect('subscribe/malformed', [
  ...illFormed.map(({ name, bytes }) => ({
    name: `topic-filter-with-${name}`,
    proves: ['3.1.1/MQTT-3.8.3-1', '5.0/MQTT-3.8.3-1'] as const,
    send: withIllFormed(bytes),
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
