import {
  type BrokerCase,
  brokerCase,
  malformedAfterConnect,
  type StatementId,
} from '../../../src/conformance/index.ts';
import type { Packet } from '../../../src/packet/index.ts';
import {
  auth,
  type Peer,
  pingreq,
  puback,
  publish,
  subscribe,
  unsubscribe,
} from '../../../src/peer/index.ts';

interface FirstPacket {
  readonly name: string;
  readonly packet: (topicName: string) => Packet;
  readonly proves?: readonly StatementId[];
}

const inVersion5: readonly StatementId[] = ['5.0/MQTT-3.1.0-1', '5.0/MQTT-4.13.1-1'];
const inEitherVersion: readonly StatementId[] = ['3.1.1/MQTT-3.1.0-1', '3.1.1/MQTT-4.8.0-1', ...inVersion5];

const firstPackets: readonly FirstPacket[] = [
  { name: 'publish', packet: (topicName) => publish({ topicName, payload: 'too early' }) },
  {
    name: 'publish-qos-1',
    packet: (topicName) => publish({ topicName, qos: 1, packetIdentifier: 1, payload: 'too early' }),
  },
  { name: 'puback', packet: () => puback(1) },
  {
    name: 'subscribe',
    packet: (topicFilter) => subscribe({ packetIdentifier: 1, subscriptions: [{ topicFilter }] }),
  },
  {
    name: 'unsubscribe',
    packet: (topicFilter) => unsubscribe({ packetIdentifier: 1, topicFilters: [topicFilter] }),
  },
  { name: 'pingreq', packet: () => pingreq },
  {
    name: 'auth',
    packet: () => auth({ properties: { authenticationMethod: 'assay' } }),
    proves: inVersion5,
  },
];

/** Section 3.1: a connection begins with CONNECT, and has one. */
export const firstPacketCases: readonly BrokerCase[] = [
  ...firstPackets.map(({ name, packet, proves = inEitherVersion }) =>
    brokerCase(
      `connect/first-packet/${name}-closes`,
      { proves },
      async ({ mqtt, connected, open, topic }) => {
        const control = await connected('control');
        await control.fence();
        // No version was agreed on, so an answer may come in any.
        const peer = await open('peer', { alsoReads: mqtt === '5.0' ? '3.1.1' : '5.0' });
        peer.send(packet(topic()));
        await peer.expectClosed();
      },
    ),
  ),

  ...malformedAfterConnect('connect/second-connect', [
    {
      name: 'closes',
      proves: ['3.1.1/MQTT-3.1.0-2', '5.0/MQTT-3.1.0-2'],
      send: (_context, peer) => again(peer, peer.clientIdentifier),
    },
    {
      name: 'with-another-client-identifier-closes',
      proves: ['3.1.1/MQTT-3.1.0-2', '5.0/MQTT-3.1.0-2'],
      send: (context, peer) => again(peer, context.clientIdentifier('other')),
    },
  ]),
];

function again(peer: Peer, clientIdentifier: string): readonly [Packet, Record<string, unknown>] {
  return [peer.connectPacket({ clientIdentifier }), {}];
}
