import { type BrokerCase, brokerCase, malformedAfterConnect } from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import type { Peer } from '../../../src/peer/index.ts';
import { oneOf, subscribe } from '../../../src/peer/index.ts';

const plainSubscribe = (topicFilter: string, peer: Peer) =>
  subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [{ topicFilter }] });

const malformed = malformedAfterConnect('subscribe/malformed', [
  {
    name: 'subscription-identifier-0',
    proves: ['5.0/U-3.8.2.1.2-1'],
    needs: ['subscription-identifiers'],
    send: ({ topic }, peer) => [plainSubscribe(topic(), peer), { extraProperties: [[0x0b, raw('00')]] }],
  },
  {
    name: 'subscription-identifier-of-five-bytes',
    proves: ['5.0/U-3.8.2.1.2-1'],
    needs: ['subscription-identifiers'],
    send: ({ topic }, peer) => [
      plainSubscribe(topic(), peer),
      { extraProperties: [[0x0b, raw('80 80 80 80 01')]] },
    ],
  },
  {
    name: 'subscription-identifier-twice',
    proves: ['5.0/U-3.8.2.1.2-2'],
    needs: ['subscription-identifiers'],
    send: ({ topic }, peer) => [
      plainSubscribe(topic(), peer),
      {
        extraProperties: [
          [0x0b, raw('01')],
          [0x0b, raw('02')],
        ],
      },
    ],
  },
  {
    name: 'nothing-but-packet-identifier',
    proves: ['5.0/U-3.8.2-1'],
    send: '82 02 00 01',
  },
]);

/** Section 3.8.2: the properties of SUBSCRIBE. (5.0 only) */
export const propertyCases: readonly BrokerCase[] = [
  ...malformed,

  brokerCase(
    'subscribe/user-properties-are-accepted',
    { proves: ['5.0/U-3.8.2.1.3-1'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      await peer.subscribe(topic('without'));
      const packetIdentifier = peer.nextPacketIdentifier();
      const userProperty = [
        ['name', 'one'],
        ['name', 'two'],
        ['other', ''],
      ] as const;
      peer.send(
        subscribe({
          packetIdentifier,
          subscriptions: [{ topicFilter: topic('with') }],
          properties: { userProperty },
        }),
      );
      await peer.expect('suback', { packetIdentifier, reasonCodes: oneOf<readonly number[]>([0]) });
    },
  ),
];
