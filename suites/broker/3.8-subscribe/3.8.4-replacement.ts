import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { oneOf, utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel, ifItComes } from '../shared/measured.ts';
import { asSetUp, storeRetained } from '../shared/set-up.ts';
import { expectEach, sendSubscribe, subscribeSettled } from './steps.ts';

/** Section 3.8.4: a second SUBSCRIBE to the same Topic Filter. */
export const replacementCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/again/at-higher-qos-replaces-subscription',
    { proves: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-3'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const qos of [0, 1] as const) {
        await subscribeSettled(context, publisher, subscriber, { topicFilter: topic(), qos });
      }
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message' });
      await subscriber.expect('publish', { payload: utf8('message'), qos: 1 });
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'subscribe/again/at-lower-qos-replaces-subscription',
    { proves: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-3'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const qos of [1, 0] as const) {
        await subscribeSettled(context, publisher, subscriber, { topicFilter: topic(), qos });
      }
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message' });
      await subscriber.expect('publish', { payload: utf8('message'), qos: 0 }, ifItComes);
    },
  ),

  brokerCase(
    'subscribe/again/sends-retained-message-again',
    { proves: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-4'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
      const subscriber = await connected('subscriber');
      const kept = { payload: utf8('kept'), retain: true };
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await asSetUp(subscriber.expect('publish', kept));
      await subscriber.fence();
      for (let again = 1; again <= 2; again += 1) {
        await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
        await subscriber.expect('publish', kept);
      }
    },
  ),

  brokerCase(
    'subscribe/again/loses-no-message',
    { proves: ['3.1.1/MQTT-3.8.4-3', '5.0/MQTT-3.8.4-4'] },
    async (context) => {
      const { connected, deadlineMs, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscribeSettled(context, publisher, subscriber, { topicFilter: topic(), qos: 1 });
      const payloads = Array.from({ length: 24 }, (_, index) => `message ${index}`);
      for (const [index, payload] of payloads.entries()) {
        // No wait for SUBACK: the replacement and the message are to meet in the server.
        if (index % 4 === 2) sendSubscribe(subscriber, { topicFilter: topic(), qos: 1 });
        await publisher.publish({ topicName: topic(), qos: 1, payload });
      }
      // A SUBSCRIBE that was refused may have ended the subscription that it was to replace.
      const granted = { reasonCodes: oneOf<readonly number[]>([1]) };
      for (let count = 0; count < 6; count += 1) await asSetUp(subscriber.expect('suback', granted));
      await expectEach(subscriber, payloads, { withinMs: deadlineMs });
    },
  ),

  brokerCase('subscribe/again/replaces-no-local', { proves: ['5.0/MQTT-3.8.4-3'] }, async (context) => {
    const { connected, topic } = context;
    const other = await connected('other');
    const subscriber = await connected('subscriber');
    for (const noLocal of [true, false]) {
      await subscribeSettled(context, other, subscriber, { topicFilter: topic(), qos: 1, noLocal });
    }
    await subscriber.publish({ topicName: topic(), qos: 1, payload: 'own' });
    await subscriber.expect('publish', { payload: utf8('own') });
  }),

  brokerCase(
    'subscribe/again/replaces-retain-as-published',
    { proves: ['5.0/MQTT-3.8.4-3'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const retainAsPublished of [false, true]) {
        await subscribeSettled(context, publisher, subscriber, {
          topicFilter: topic(),
          qos: 1,
          retainAsPublished,
        });
      }
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message', retain: true });
      await subscriber.expect('publish', { payload: utf8('message'), retain: true }, ifItComes);
    },
  ),
];
