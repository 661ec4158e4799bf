import {
  type BrokerCase,
  type MalformedAfterConnect,
  malformedAfterConnect,
} from '../../../src/conformance/index.ts';
import { subscribe, subscription } from '../../../src/peer/index.ts';

type Row = Pick<MalformedAfterConnect, 'name' | 'proves' | 'needs'> & {
  readonly options: number;
  readonly prefix?: string;
};

const hex = (options: number) => options.toString(16).padStart(2, '0');

const rows: readonly Row[] = [
  ...[0x04, 0x08, 0x10, 0x20].map(
    (options): Row => ({
      name: `reserved-options-${hex(options)}`,
      proves: ['3.1.1/MQTT-3.8.3-4'],
      options,
    }),
  ),
  ...[0x40, 0x80].map(
    (options): Row => ({
      name: `reserved-options-${hex(options)}`,
      proves: ['3.1.1/MQTT-3.8.3-4', '5.0/MQTT-3.8.3-5'],
      options,
    }),
  ),
  { name: 'qos-3', proves: ['3.1.1/MQTT-3.8.3-4', '5.0/U-3.8.3.1-1'], options: 0x03 },
  { name: 'retain-handling-3', proves: ['5.0/U-3.8.3.1-4'], options: 0x30 },
  {
    name: 'no-local-on-shared-subscription',
    proves: ['5.0/MQTT-3.8.3-4'],
    needs: ['shared-subscriptions'],
    options: 0x04,
    prefix: '$share/group/',
  },
];

/** Section 3.8.3.1: options that no SUBSCRIBE may have. The fault is in the second Topic Filter of two. */
export const forbiddenOptionCases: readonly BrokerCase[] = malformedAfterConnect(
  'subscribe/malformed',
  rows.map(
    ({ options, prefix = '', ...row }): MalformedAfterConnect => ({
      ...row,
      send: ({ topic }, peer) => {
        const good = { topicFilter: topic('good') };
        const bad = {
          ...subscription({ topicFilter: `${prefix}${topic('bad')}` }),
          subscriptionOptions: options,
        };
        return [
          subscribe({ packetIdentifier: peer.nextPacketIdentifier(), subscriptions: [good] }),
          { subscriptions: [subscription(good), bad] },
        ];
      },
    }),
  ),
);
