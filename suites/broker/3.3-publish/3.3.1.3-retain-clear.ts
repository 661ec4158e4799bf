import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel } from '../shared/measured.ts';
import { publishDelivered, settledSubscriber, storeRetained } from '../shared/set-up.ts';

/** Section 3.3.1.3, second part: the empty message with RETAIN 1. */
export const retainClearCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/empty-retained-message-removes-retained-one',
    { proves: ['3.1.1/MQTT-3.3.1-10', '5.0/MQTT-3.3.1-6'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'to be removed' });
      await publishDelivered(context, publisher, { topicName: topic(), qos: 1, retain: true, payload: '' });
      const subscriber = await settledSubscriber(context, publisher, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/empty-retained-message-at-qos-0-removes-retained-one',
    { proves: ['3.1.1/MQTT-3.3.1-10', '5.0/MQTT-3.3.1-6'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'to be removed' });
      await publishDelivered(context, publisher, { topicName: topic(), qos: 0, retain: true, payload: '' });
      const subscriber = await settledSubscriber(context, publisher, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/empty-retained-message-is-forwarded',
    { proves: ['3.1.1/MQTT-3.3.1-10', '5.0/MQTT-3.3.1-6'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await settle(publisher, subscriber, topic());
      await publisher.publish({ topicName: topic(), qos: 1, retain: true });
      await subscriber.expect('publish', { payload: utf8('') });
    },
  ),

  brokerCase(
    'publish/empty-retained-message-is-not-stored',
    { proves: ['3.1.1/MQTT-3.3.1-11', '5.0/MQTT-3.3.1-7'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic('control'), payload: 'control' });
      await publishDelivered(context, publisher, { topicName: topic(), qos: 1, retain: true, payload: '' });
      const subscriber = await settledSubscriber(context, publisher, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/retained-message-is-stored-again-after-removal',
    { proves: ['3.1.1/MQTT-3.3.1-5', '5.0/MQTT-3.3.1-5'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'before' });
      await publisher.publish({ topicName: topic(), qos: 1, retain: true });
      const after = { topicName: topic(), qos: 1, retain: true, payload: 'after' } as const;
      await publishDelivered(context, publisher, after);
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await subscriber.expect('publish', { payload: utf8('after') });
    },
  ),

  brokerCase(
    'publish/no-retain-closes-on-retain-1',
    { proves: ['5.0/U-3.2.2.3.5-3', '5.0/U-3.3.1.3-1'], needs: ['no-retain'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      await peer.publish({ topicName: topic(), retain: true, payload: 'cannot be kept' });
      await peer.expectClosed({ proves: ['5.0/U-3.2.2.3.5-3'] });
      await peer.expect('disconnect', { reasonCode: 0x9a }, { proves: ['5.0/U-3.3.1.3-1'] });
    },
  ),
];
