import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { expectOnlySentinel } from '../shared/measured.ts';
import { storeRetained } from '../shared/set-up.ts';
import { expectEach } from './steps.ts';

/** Section 3.8.4: retained messages at a new Subscription. */
export const retainedMessageCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/new-subscription-gets-all-matching-retained-messages',
    { proves: ['3.1.1/U-3.8.4-2', '5.0/U-3.8.4-2'], needs: ['retain', 'wildcard-subscriptions'] },
    async (context) => {
      const { connected, deadlineMs, topic } = context;
      const publisher = await connected('publisher');
      const payloads = ['one', 'two', 'three'];
      for (const payload of payloads)
        await storeRetained(context, publisher, { topicName: topic(payload), payload });
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic('+'), qos: 1 });
      await expectEach(subscriber, payloads, { withinMs: deadlineMs }, { retain: true });
    },
  ),

  brokerCase(
    'subscribe/new-shared-subscription-gets-no-retained-messages',
    { proves: ['5.0/U-3.8.4-4'], needs: ['retain', 'shared-subscriptions'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: `$share/group/${topic()}`, qos: 1 });
      await settle(publisher, subscriber, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'subscribe/joined-shared-subscription-gets-no-retained-messages',
    { proves: ['5.0/U-3.8.4-3'], needs: ['retain', 'shared-subscriptions'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const topicFilter = `$share/group/${topic()}`;
      const first = await connected('first');
      await first.subscribe({ topicFilter, qos: 1 });
      await settle(publisher, first, topic());
      const joining = await connected('joining');
      await joining.subscribe({ topicFilter, qos: 1 });
      // The first one leaves, so that the server has no choice but to send to the other.
      await first.unsubscribe(topicFilter);
      await settle(publisher, joining, topic());
      await expectOnlySentinel(publisher, joining, topic());
    },
  ),
];
