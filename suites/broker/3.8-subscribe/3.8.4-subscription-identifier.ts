import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { absent, oneOf, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { subscribeSettled } from './steps.ts';

const only = (identifier: number) => oneOf<readonly number[] | undefined>([identifier]);

const replacing = ['5.0/MQTT-3.8.4-3', '5.0/U-3.8.2.1.2-3', '5.0/U-3.8.4-7'] as const;

/** Sections 3.8.2.1.2 and 3.8.4: the Subscription Identifier that goes with a Subscription. (5.0 only) */
export const subscriptionIdentifierCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/again/replaces-subscription-identifier',
    {
      proves: [...replacing, '5.0/U-3.8.4-8'],
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
        const properties = { subscriptionIdentifier: only(268_435_455) };
        // The first message shows that the new one is known, the others that it stays.
        await subscriber.expect(
          'publish',
          { payload: utf8(payload), properties },
          { ...ifItComes, proves: payload === 'first' ? replacing : ['5.0/U-3.8.4-8'] },
        );
      }
    },
  ),

  brokerCase(
    'subscribe/again/without-subscription-identifier-removes-it',
    {
      proves: replacing,
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
      await subscriber.expect(
        'publish',
        {
          payload: utf8('message'),
          properties: { subscriptionIdentifier: absent },
        },
        ifItComes,
      );
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
      await subscriber.expect(
        'publish',
        {
          payload: utf8('message'),
          properties: { subscriptionIdentifier: absent },
        },
        ifItComes,
      );
    },
  ),
];
