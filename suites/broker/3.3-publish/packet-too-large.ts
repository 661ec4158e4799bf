import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { publish } from '../../../src/peer/index.ts';
import { expectRefused } from './refusal.ts';

const proves = ['5.0/U-3.2.2.3.6-3', '5.0/MQTT-3.2.2-15'] as const;

/** Section 3.2.2.3.6, seen from PUBLISH: the server's Maximum Packet Size. */
export const packetTooLargeCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/packet-above-maximum-packet-size-closes',
    { proves: [...proves, '5.0/U-4.13.1-8'], needs: ['small-maximum-packet-size'] },
    async (context) => {
      const peer = await context.connected();
      const { maximumPacketSizeBytes = 0 } = context.announced;
      peer.send(publishOfSize(context, maximumPacketSizeBytes));
      await peer.fence();
      peer.send(publishOfSize(context, maximumPacketSizeBytes + 1));
      await expectRefused(peer, proves, { codes: [0x95] });
    },
  ),
];

/** A PUBLISH at QoS 0 that takes as many bytes on the wire, the Fixed Header included. */
function publishOfSize({ topic }: CaseContext, sizeBytes: number) {
  const variableHeaderBytes = 2 + Buffer.byteLength(topic()) + 1;
  const afterFixedHeader = [4, 3, 2, 1]
    .map((lengthBytes) => ({ lengthBytes, remainingLength: sizeBytes - 1 - lengthBytes }))
    .find(({ lengthBytes, remainingLength }) => remainingLength >= 128 ** (lengthBytes - 1));
  const payloadBytes = (afterFixedHeader?.remainingLength ?? 0) - variableHeaderBytes;
  return publish({ topicName: topic(), payload: new Uint8Array(Math.max(0, payloadBytes)) });
}
