import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import type { Peer } from '../../../src/peer/index.ts';

const unacceptableProtocolLevel = 0x01;
/** Unsupported Protocol Version, and what else 5.0 has for a CONNECT at fault: it demands no code. */
const refusalsOf5 = [0x84, 0x80, 0x81, 0x82, 0x83];
/** No version of MQTT has these: 3 is MQTT 3.1, and 255 is contested. */
const levels = [2, 6];

/** Section 3.1.2.2: Protocol Level, or Version. docs/rulings/3.1-connect.md says which answers are allowed. */
export const protocolLevelCases: readonly BrokerCase[] = levels.flatMap((level) => [
  brokerCase(
    `connect/protocol-level/${level}-is-refused`,
    { proves: ['3.1.1/MQTT-3.1.2-2', '5.0/MQTT-3.1.2-2'] },
    async (context) => {
      const peer = await connectAs(context, level);
      await peer.expectClosed({ connack: [unacceptableProtocolLevel, ...refusalsOf5] });
    },
  ),
  brokerCase(
    `connect/protocol-level/${level}-gets-return-code-0x01`,
    { proves: ['3.1.1/MQTT-3.1.2-2'], needs: ['no-mqtt-5.0'] },
    async (context) => {
      const peer = await connectAs(context, level);
      await peer.expect('connack', { reasonCode: unacceptableProtocolLevel });
      await peer.expectClosed();
    },
  ),
]);

async function connectAs({ mqtt, connected, open }: CaseContext, protocolLevel: number): Promise<Peer> {
  const control = await connected('control');
  await control.fence();
  const peer = await open('peer', { alsoReads: mqtt === '5.0' ? '3.1.1' : '5.0' });
  peer.sendWith(peer.connectPacket(), { protocolLevel });
  return peer;
}
