import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { ifItComes, resendUntil } from '../shared/measured.ts';
import { expectEach, sendSubscribe } from './steps.ts';

const proves = ['3.1.1/MQTT-3.8.4-4', '5.0/MQTT-3.8.4-5'] as const;

/** Section 3.8.4: a SUBSCRIBE with several Topic Filters. */
export const severalFilterCases: readonly BrokerCase[] = [
  brokerCase('subscribe/several-filters/get-one-suback', { proves }, async ({ connected, topic }) => {
    const peer = await connected();
    const several = ['a', 'b', 'c', 'a'].map((suffix) => ({ topicFilter: topic(suffix) }));
    const first = sendSubscribe(peer, ...several);
    await peer.expect('suback', { packetIdentifier: first });
    const second = sendSubscribe(peer, { topicFilter: topic('d') });
    await peer.expect('suback', { packetIdentifier: second });
  }),

  brokerCase(
    'subscribe/several-filters/all-deliver',
    { proves },
    async ({ connected, deadlineMs, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      const suffixes = ['a', 'b', 'c', 'd'];
      const topics = suffixes.map((suffix) => topic(suffix));
      await subscriber.subscribe(topics.map((topicFilter) => ({ topicFilter, qos: 1 })));
      await settle(publisher, subscriber, topic('d'));
      await resendUntil(
        deadlineMs,
        async () => {
          for (const topicName of topics) await publisher.publish({ topicName, qos: 1, payload: topicName });
        },
        (options) => expectEach(subscriber, topics, options),
      );
    },
  ),

  brokerCase(
    'subscribe/several-filters/last-of-two-equal-ones-holds',
    { proves },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      const topicFilter = topic();
      await subscriber.subscribe([
        { topicFilter, qos: 1 },
        { topicFilter, qos: 0 },
        { topicFilter: topic('settle') },
      ]);
      await settle(publisher, subscriber, topic('settle'));
      await publisher.publish({ topicName: topicFilter, qos: 1, payload: 'message' });
      await subscriber.expect('publish', { payload: utf8('message'), qos: 0 }, ifItComes);
    },
  ),
];
