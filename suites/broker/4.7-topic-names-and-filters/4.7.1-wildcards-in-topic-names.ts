import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { between, publish, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';

const spoiled = [
  { name: 'single-level-wildcard', suffix: '+' },
  { name: 'multi-level-wildcard', suffix: '#' },
  { name: 'plus-within-a-level', suffix: 'a+b' },
  { name: 'number-sign-within-a-level', suffix: 'a#/b' },
] as const;

/** Section 4.7.1: wildcards in a Topic Name. */
export const wildcardNameCases: readonly BrokerCase[] = spoiled.map(({ name, suffix }) =>
  brokerCase(
    `topics/name-with-${name}-is-refused`,
    { proves: ['3.1.1/MQTT-4.7.1-1', '5.0/MQTT-4.7.0-1'], needs: ['wildcard-subscriptions'] },
    async ({ connected, mqtt, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      const intruder = await connected('intruder');
      await subscriber.subscribe({ topicFilter: topic('#'), qos: 1 });
      await settle(publisher, subscriber, topic('good'));

      const packetIdentifier = intruder.nextPacketIdentifier();
      const message = publish({ topicName: topic('x'), qos: 1, packetIdentifier, payload: 'intruder' });
      intruder.sendWith(message, { topicName: topic(suffix) });
      // 5.0 has a Reason Code for a Topic Name that is not accepted; 3.1.1 can say no by closing only.
      if (mqtt === '3.1.1') await intruder.expectClosed();
      else await intruder.expectOrClosed('puback', { packetIdentifier, reasonCode: between(0x80, 0xff) });

      await publisher.publish({ topicName: topic('good'), qos: 1, payload: 'sentinel' });
      await subscriber.expectNothingBefore({ payload: utf8('sentinel') }, ifItComes);
    },
  ),
);
