import {
  type BrokerCase,
  type MalformedAfterConnect,
  malformedAfterConnect,
} from '../../../src/conformance/index.ts';
import { subscribe } from '../../../src/peer/index.ts';

const flags = [0b0000, 0b0011, 0b0110, 0b1010] as const;

/** Section 3.8.1: the flags of the fixed header. */
export const fixedHeaderCases: readonly BrokerCase[] = malformedAfterConnect(
  'subscribe/malformed',
  flags.map(
    (fixedHeaderFlags): MalformedAfterConnect => ({
      name: `flags-${fixedHeaderFlags.toString(2).padStart(4, '0')}`,
      proves: ['3.1.1/MQTT-3.8.1-1', '5.0/MQTT-3.8.1-1'],
      send: ({ topic }, peer) => [
        subscribe({
          packetIdentifier: peer.nextPacketIdentifier(),
          subscriptions: [{ topicFilter: topic() }],
        }),
        { fixedHeaderFlags },
      ],
    }),
  ),
);
