import { type BrokerCase, brokerCase, malformedAfterConnect } from '../../../src/conformance/index.ts';
import { publish } from '../../../src/peer/index.ts';

const qos3 = ['3.1.1/MQTT-3.3.1-4', '5.0/MQTT-3.3.1-4', '5.0/U-3.3.1.2-2'] as const;

/** Section 3.3.1.2: QoS. */
export const qosCases: readonly BrokerCase[] = [
  ...malformedAfterConnect('publish', [
    {
      name: 'qos-3-closes',
      proves: qos3,
      send: ({ topic }) => [
        publish({ topicName: topic(), packetIdentifier: 1, payload: 'qos 3' }),
        { qos: 3 },
      ],
    },
    {
      name: 'qos-3-with-dup-closes',
      proves: qos3,
      send: ({ topic }) => [
        publish({ topicName: topic(), packetIdentifier: 1, payload: 'qos 3' }),
        { qos: 3, dup: true },
      ],
    },
    {
      name: 'qos-3-with-empty-payload-closes',
      proves: qos3,
      send: ({ topic }) => [publish({ topicName: topic(), packetIdentifier: 1 }), { qos: 3 }],
    },
  ]),

  brokerCase(
    'publish/qos-above-maximum-qos-closes',
    { proves: ['5.0/U-3.2.2.3.4-3', '5.0/U-3.3.1.2-1'], needs: ['no-qos-2'] },
    async ({ connected, announced, topic }) => {
      const peer = await connected();
      const qos = announced.maximumQoS === 0 ? 1 : 2;
      peer.send(publish({ topicName: topic(), qos, packetIdentifier: 1, payload: 'too high' }));
      await peer.expectClosed({ proves: ['5.0/U-3.2.2.3.4-3'] });
      await peer.expect('disconnect', { reasonCode: 0x9b }, { proves: ['5.0/U-3.3.1.2-1'] });
    },
  ),
];
