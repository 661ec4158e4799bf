import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import type { ConnectOptions } from '../../../src/peer/index.ts';
import { expectAccepted } from './accepted.ts';

const accepted: readonly { readonly name: string; readonly connect: ConnectOptions }[] = [
  { name: 'plain', connect: {} },
  { name: 'without-keep-alive', connect: { keepAliveSeconds: 0 } },
  { name: 'with-the-longest-keep-alive', connect: { keepAliveSeconds: 65_535 } },
];

/** Section 3.1.4: a CONNECT without fault is accepted. */
export const responseCases: readonly BrokerCase[] = [
  ...accepted.map(({ name, connect }) =>
    brokerCase(
      `connect/accepted/${name}`,
      { proves: ['3.1.1/MQTT-3.1.4-4', '5.0/MQTT-3.1.4-5'] },
      async ({ open }) => {
        const peer = await open();
        peer.send(peer.connectPacket(connect));
        await expectAccepted(peer);
        await peer.fence();
      },
    ),
  ),

  brokerCase(
    'connect/accepted/with-a-will',
    { proves: ['3.1.1/MQTT-3.1.4-4', '5.0/MQTT-3.1.4-5'] },
    async ({ open, topic }) => {
      const peer = await open();
      peer.send(peer.connectPacket({ will: { topicName: topic('will') } }));
      await expectAccepted(peer);
      await peer.fence();
      await peer.disconnect();
    },
  ),

  brokerCase('connect/accepted/with-every-property', { proves: ['5.0/MQTT-3.1.4-5'] }, async ({ open }) => {
    const peer = await open();
    const properties = {
      sessionExpiryIntervalSeconds: 0,
      receiveMaximum: 1,
      maximumPacketSizeBytes: 65_536,
      topicAliasMaximum: 1,
      requestResponseInformation: 1,
      requestProblemInformation: 1,
      userProperty: [
        ['name', 'value'],
        ['name', 'value'],
      ],
    } as const;
    peer.send(peer.connectPacket({ properties }));
    await expectAccepted(peer);
    await peer.fence();
  }),
];
