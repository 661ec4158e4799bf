import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import type { ConnectOptions } from '../../../src/peer/index.ts';
import { connectFlagsOf, flag, leftOut, withoutWillFlags } from './connect-flags.ts';

interface TopicMaker {
  topic(suffix?: string): string;
}

const withWill = ({ topic }: TopicMaker): ConnectOptions => ({
  will: { topicName: topic('will'), payload: 'will' },
});
const format: readonly StatementId[] = ['3.1.1/MQTT-3.1.4-1', '5.0/MQTT-3.1.4-1'];

/** Sections 3.1.2.5 to 3.1.2.7: flags of the Will that contradict each other or the payload. */
export const willFlagsCases: readonly BrokerCase[] = malformedConnects('connect/will-flags', [
  ...([1, 2] as const).map((qos) => ({
    name: `qos-${qos}-without-will-closes`,
    proves: ['3.1.1/MQTT-3.1.2-11', '3.1.1/MQTT-3.1.2-13', '5.0/MQTT-3.1.2-11', ...format] as const,
    overrides: (connect: Parameters<typeof connectFlagsOf>[0]) => ({
      connectFlags: connectFlagsOf(connect) | (qos === 1 ? flag.willQoS1 : flag.willQoS2),
    }),
  })),
  {
    name: 'retain-without-will-closes',
    proves: ['3.1.1/MQTT-3.1.2-11', '3.1.1/MQTT-3.1.2-15', '5.0/MQTT-3.1.2-13', ...format],
    overrides: (connect) => ({ connectFlags: connectFlagsOf(connect) | flag.willRetain }),
  },
  {
    name: 'qos-3-closes',
    proves: ['3.1.1/MQTT-3.1.2-14', '5.0/MQTT-3.1.2-12', '5.0/U-3.1.2.6-1', ...format],
    connect: withWill,
    overrides: (connect) => ({ connectFlags: connectFlagsOf(connect) | flag.willQoS3 }),
  },
  {
    name: 'will-fields-without-flag-close',
    proves: ['3.1.1/MQTT-3.1.2-11', ...format],
    connect: withWill,
    overrides: (connect) => ({ connectFlags: withoutWillFlags(connect) }),
  },
  {
    name: 'flag-without-will-fields-closes',
    proves: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.1.2-9', ...format],
    overrides: (connect) => ({ connectFlags: connectFlagsOf(connect) | flag.will }),
  },
  {
    name: 'flag-without-will-payload-closes',
    proves: ['3.1.1/MQTT-3.1.2-9', '5.0/MQTT-3.1.2-9', ...format],
    connect: withWill,
    overrides: { will: { payload: leftOut } },
  },
  {
    name: 'flag-without-will-properties-closes',
    proves: ['5.0/MQTT-3.1.2-9', '5.0/MQTT-3.1.4-1'],
    connect: withWill,
    overrides: { will: { propertyLength: leftOut } },
  },
]);
