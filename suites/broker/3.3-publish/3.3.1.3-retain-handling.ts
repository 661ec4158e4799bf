import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel } from '../shared/measured.ts';
import { asSetUp, storeRetained } from '../shared/set-up.ts';

/** Section 3.3.1.3, last part: Retain Handling of a subscription. (5.0 only) */
export const retainHandlingCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/retain-handling-0-sends-retained-message-at-each-subscribe',
    { proves: ['5.0/MQTT-3.3.1-9'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      for (const round of ['new', 'existing']) {
        await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 0 });
        await subscriber.expect('publish', { payload: utf8('kept') });
        if (round === 'new') await subscriber.fence();
      }
    },
  ),

  brokerCase(
    'publish/retain-handling-1-sends-retained-message-for-new-subscription',
    { proves: ['5.0/MQTT-3.3.1-10'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 1 });
      await subscriber.expect('publish', { payload: utf8('kept') });
      await subscriber.unsubscribe(topic());
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 1 });
      await subscriber.expect('publish', { payload: utf8('kept') });
    },
  ),

  brokerCase(
    'publish/retain-handling-1-sends-nothing-for-existing-subscription',
    { proves: ['5.0/MQTT-3.3.1-10'], needs: ['retain'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 1 });
      await asSetUp(subscriber.expect('publish', { payload: utf8('kept') }));
      await settle(publisher, subscriber, topic());
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 1 });
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/retain-handling-1-sends-nothing-for-subscription-of-resumed-session',
    { proves: ['5.0/MQTT-3.3.1-10'], needs: ['retain', 'session-expiry'] },
    async (context) => {
      const { connected, settle, persistent, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const before = await connected('subscriber', persistent);
      await before.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 0 });
      await asSetUp(before.expect('publish', { payload: utf8('kept') }));
      await before.disconnect();
      const after = await connected('subscriber', persistent);
      await settle(publisher, after, topic());
      await after.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 1 });
      await expectOnlySentinel(publisher, after, topic());
    },
  ),

  brokerCase(
    'publish/retain-handling-2-sends-no-retained-message',
    { proves: ['5.0/MQTT-3.3.1-11'], needs: ['retain'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      for (const round of ['new', 'existing']) {
        await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 2 });
        if (round === 'new') await settle(publisher, subscriber, topic());
      }
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),
];
