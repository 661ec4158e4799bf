import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { oneOf, utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel, ifItComes } from '../shared/measured.ts';
import { hasPayload, publishDelivered, settledSubscriber, storeRetained } from '../shared/set-up.ts';

/** Section 3.3.1.3, first part: what the server keeps of messages with RETAIN 1. */
export const retainStoreCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/retained-message-reaches-later-subscriber',
    {
      proves: ['3.1.1/MQTT-3.3.1-5', '3.1.1/MQTT-3.3.1-6', '5.0/MQTT-3.3.1-5', '5.0/MQTT-3.3.1-9'],
      needs: ['retain'],
    },
    (context) => keptFor(context, 1),
  ),

  brokerCase(
    'publish/retained-message-keeps-qos-2',
    { proves: ['3.1.1/MQTT-3.3.1-5', '5.0/MQTT-3.3.1-5'], needs: ['retain', 'qos-2'] },
    (context) => keptFor(context, 2),
  ),

  brokerCase(
    'publish/last-retained-message-replaces-earlier-one',
    { proves: ['3.1.1/MQTT-3.3.1-6', '5.0/MQTT-3.3.1-5'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'first' });
      const second = { topicName: topic(), qos: 1, retain: true, payload: 'second' } as const;
      await publishDelivered(context, publisher, second);
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      await subscriber.expect('publish', { payload: utf8('second') });
      await context.settle(publisher, subscriber, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/qos-0-retained-message-replaces-earlier-one',
    { proves: ['3.1.1/MQTT-3.3.1-7', '5.0/MQTT-3.3.1-5'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'first' });
      const second = { topicName: topic(), qos: 0, retain: true, payload: 'second' } as const;
      await publishDelivered(context, publisher, second);
      const subscriber = await settledSubscriber(context, publisher, topic());
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'sentinel' });
      // The server may discard a retained message of QoS 0 at any time, and then has none for the topic.
      const allowed = { payload: oneOf(utf8('second'), utf8('sentinel')) };
      const next = await subscriber.expect('publish', allowed, ifItComes);
      if (hasPayload(next, 'second'))
        await subscriber.expectNothingBefore({ payload: utf8('sentinel') }, ifItComes);
    },
  ),

  brokerCase(
    'publish/qos-0-retained-message-is-kept',
    { proves: ['5.0/U-3.3.1.3-3'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const kept = { topicName: topic(), qos: 0, retain: true, payload: 'kept' } as const;
      await publishDelivered(context, publisher, kept);
      const subscriber = await connected('subscriber');
      await subscriber.subscribe(topic());
      await subscriber.expect('publish', { payload: utf8('kept') });
    },
  ),

  brokerCase(
    'publish/each-matching-topic-has-its-retained-message',
    {
      proves: ['3.1.1/MQTT-3.3.1-6', '5.0/MQTT-3.3.1-9'],
      needs: ['retain', 'wildcard-subscriptions'],
    },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      for (const name of ['a', 'b']) {
        const message = { topicName: topic(name), qos: 1, retain: true, payload: `of ${name}` } as const;
        await publishDelivered(context, publisher, message);
      }
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic('+'), qos: 1 });
      const [a, b] = [utf8('of a'), utf8('of b')];
      const first = await subscriber.expect('publish', { payload: oneOf(a, b) });
      await subscriber.expect('publish', { payload: hasPayload(first, 'of a') ? b : a });
    },
  ),

  brokerCase(
    'publish/message-with-retain-0-is-not-stored',
    { proves: ['3.1.1/MQTT-3.3.1-12', '5.0/MQTT-3.3.1-8'], needs: ['retain'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic('control'), payload: 'control' });
      await publishDelivered(context, publisher, { topicName: topic(), qos: 1, payload: 'passing' });
      const subscriber = await settledSubscriber(context, publisher, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),

  brokerCase(
    'publish/message-with-retain-0-does-not-replace-retained-one',
    { proves: ['3.1.1/MQTT-3.3.1-12', '5.0/MQTT-3.3.1-8'], needs: ['retain'] },
    (context) => survives(context, 'passing'),
  ),

  brokerCase(
    'publish/empty-message-with-retain-0-does-not-remove-retained-one',
    { proves: ['3.1.1/MQTT-3.3.1-12', '5.0/MQTT-3.3.1-8'], needs: ['retain'] },
    (context) => survives(context, ''),
  ),

  brokerCase(
    'publish/retained-message-expires',
    { proves: ['5.0/U-3.3.1.3-4'], timing: 'waits', needs: ['retain'] },
    async (context) => {
      const { connected, topic, elapse } = context;
      const publisher = await connected('publisher');
      await storeRetained(context, publisher, { topicName: topic(), payload: 'lasting' });
      await publisher.publish({
        topicName: topic(),
        qos: 1,
        retain: true,
        payload: 'brief',
        properties: { messageExpiryIntervalSeconds: 1 },
      });
      await elapse(3000);
      const subscriber = await settledSubscriber(context, publisher, topic());
      await expectOnlySentinel(publisher, subscriber, topic());
    },
  ),
];

async function keptFor(context: CaseContext, qos: 1 | 2): Promise<void> {
  const { connected, topic } = context;
  const publisher = await connected('publisher');
  await publishDelivered(context, publisher, { topicName: topic(), qos, retain: true, payload: 'kept' });
  await publisher.disconnect();
  const subscriber = await connected('subscriber');
  await subscriber.subscribe({ topicFilter: topic(), qos });
  await subscriber.expect('publish', { topicName: topic(), payload: utf8('kept'), qos });
}

async function survives(context: CaseContext, payload: string): Promise<void> {
  const { connected, topic } = context;
  const publisher = await connected('publisher');
  await storeRetained(context, publisher, { topicName: topic(), payload: 'kept' });
  await publishDelivered(context, publisher, { topicName: topic(), qos: 1, payload });
  const subscriber = await connected('subscriber');
  await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
  await subscriber.expect('publish', { payload: utf8('kept') });
}
