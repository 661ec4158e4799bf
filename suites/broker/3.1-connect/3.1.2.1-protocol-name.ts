import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import type { Peer } from '../../../src/peer/index.ts';

const wrongNames = [
  { name: 'mqtt', title: 'lower-case' },
  { name: 'MQTX', title: 'unknown' },
  { name: '', title: 'empty' },
];

/** Section 3.1.2.1: Protocol Name. docs/rulings/3.1-connect.md says why the versions differ. */
export const protocolNameCases: readonly BrokerCase[] = wrongNames.flatMap(({ name, title }) => [
  brokerCase(
    `connect/protocol-name/${title}-is-not-served`,
    { proves: ['3.1.1/MQTT-3.1.2-1'] },
    async (context) => {
      const peer = await connectAs(context, name);
      await peer.expectNotAccepted();
    },
  ),
  brokerCase(`connect/protocol-name/${title}-closes`, { proves: ['5.0/MQTT-3.1.2-1'] }, async (context) => {
    const peer = await connectAs(context, name);
    await peer.expectClosed();
  }),
]);

async function connectAs({ mqtt, connected, open }: CaseContext, protocolName: string): Promise<Peer> {
  const control = await connected('control');
  await control.fence();
  const peer = await open('peer', { alsoReads: mqtt === '5.0' ? '3.1.1' : '5.0' });
  peer.sendWith(peer.connectPacket(), { protocolName });
  return peer;
}
