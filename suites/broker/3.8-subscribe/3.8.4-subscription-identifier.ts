import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { absent, oneOf, utf8 } from '../../../src/peer/index.ts';
import { subscribeSettled } from './steps.ts';

const only = (identifier: number) => oneOf<readonly number[] | undefined>([identifier]);

/** Sections 3.8.2.1.2 and 3.8.4: the Subscription Identifier that goes with a Subscription. (5.0 only) */
export const subscriptionIdentifierCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/again/replaces-subscription-identifier',
    {
      proves: ['5.0/MQTT-3.8.4-3', '5.0/U-3.8.2.1.2-3', '5.0/U-3.8.4-7', '5.0/U-3.8.4-8'],
      needs: ['subscription-identifiers'],
    },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const subscriptionIdentifier of [1, 268_435_455]) {
        await subscribeSettled(
          context,
          publisher,
          subscriber,
          { topicFilter: topic(), qos: 1 },
          { properties: { subscriptionIdentifier } },
        );
      }
      for (const payload of ['first', 'second', 'third']) {
        await publisher.publish({ topicName: topic(), qos: 1, payload });
        await subscriber.expect('publish', {
          payload: utf8(payload),
          properties: { subscriptionIdentifier: only(268_435_455) },
        });
      }
    },
  ),

  brokerCase(
    'subscribe/again/without-subscription-identifier-removes-it',
    {
      proves: ['5.0/MQTT-3.8.4-3', '5.0/U-3.8.2.1.2-3', '5.0/U-3.8.4-7'],
      needs: ['subscription-identifiers'],
    },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscribeSettled(
        context,
        publisher,
        subscriber,
        { topicFilter: topic(), qos: 1 },
        { properties: { subscriptionIdentifier: 1 } },
      );
      await subscribeSettled(context, publisher, subscriber, { topicFilter: topic(), qos: 1 });
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message' });
      await subscriber.expect('publish', {
        payload: utf8('message'),
        properties: { subscriptionIdentifier: absent },
      });
    },
  ),

  brokerCase(
    'subscribe/subscription-identifier-ends-with-unsubscribe',
    { proves: ['5.0/U-3.8.4-7'], needs: ['subscription-identifiers'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscribeSettled(
        context,
        publisher,
        subscriber,
        { topicFilter: topic(), qos: 1 },
        { properties: { subscriptionIdentifier: 1 } },
      );
      await subscriber.unsubscribe(topic());
      await subscribeSettled(context, publisher, subscriber, { topicFilter: topic(), qos: 1 });
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message' });
      await subscriber.expect('publish', {
        payload: utf8('message'),
        properties: { subscriptionIdentifier: absent },
      });
    },
  ),
];
