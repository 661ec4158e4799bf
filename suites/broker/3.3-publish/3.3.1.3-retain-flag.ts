import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { storeRetained } from '../shared/set-up.ts';

/** Section 3.3.1.3, third part: the RETAIN flag of what the server sends. */
export const retainFlagCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/retained-message-has-retain-1-for-new-subscription',
    { proves: ['3.1.1/MQTT-3.3.1-8', '5.0/U-3.3.1.3-2'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await subscriber.expect('publish', { payload: utf8('kept'), retain: true }, ifItComes);
    },
  ),

  brokerCase(
    'publish/retain-1-is-forwarded-with-retain-0',
    { proves: ['3.1.1/MQTT-3.3.1-9', '5.0/MQTT-3.3.1-12'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await settle(publisher, subscriber, topic());
      for (const qos of [0, 1] as const) {
        await publisher.publish({ topicName: topic(), qos, retain: true, payload: `at qos ${qos}` });
        await subscriber.expect('publish', { payload: utf8(`at qos ${qos}`), retain: false });
      }
    },
  ),

  brokerCase(
    'publish/empty-retain-1-is-forwarded-with-retain-0',
    {
      proves: ['3.1.1/MQTT-3.3.1-9', '3.1.1/U-3.3.1.3-1', '5.0/MQTT-3.3.1-12'],
      needs: ['retain'],
    },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await settle(publisher, subscriber, topic());
      await publisher.publish({ topicName: topic(), qos: 1, retain: true });
      await subscriber.expect('publish', { payload: utf8(''), retain: false }, ifItComes);
    },
  ),

  brokerCase(
    'publish/queued-retain-1-is-forwarded-with-retain-0',
    { proves: ['3.1.1/MQTT-3.3.1-9', '5.0/MQTT-3.3.1-12'], needs: ['retain', 'session-expiry'] },
    async ({ connected, settle, persistent, topic }) => {
      const publisher = await connected('publisher');
      const before = await connected('subscriber', persistent);
      await before.subscribe({ topicFilter: topic(), qos: 1 });
      await settle(publisher, before, topic());
      await before.disconnect();
      await publisher.publish({ topicName: topic(), qos: 1, retain: true, payload: 'queued' });
      const after = await connected('subscriber', persistent);
      await after.expect('publish', { payload: utf8('queued'), retain: false }, ifItComes);
    },
  ),

  brokerCase(
    'publish/retain-as-published-keeps-retain-flag',
    { proves: ['5.0/MQTT-3.3.1-13'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainAsPublished: true });
      await settle(publisher, subscriber, topic());
      for (const retain of [true, false]) {
        await publisher.publish({ topicName: topic(), qos: 1, retain, payload: `retain ${retain}` });
        await subscriber.expect('publish', { payload: utf8(`retain ${retain}`), retain });
      }
    },
  ),

  brokerCase(
    'publish/retain-as-published-keeps-retain-flag-of-empty-message',
    { proves: ['5.0/MQTT-3.3.1-13'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainAsPublished: true });
      await settle(publisher, subscriber, topic());
      for (const retain of [true, false]) {
        await publisher.publish({ topicName: topic(), qos: 1, retain });
        await subscriber.expect('publish', { payload: utf8(''), retain }, ifItComes);
      }
    },
  ),
];
