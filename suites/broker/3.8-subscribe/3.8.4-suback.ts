import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { between, type Matcher, subscribe, utf8 } from '../../../src/peer/index.ts';
import { ifItComes, resendUntil } from '../shared/measured.ts';
import { sendSubscribe, subscribeAtAnyQoS } from './steps.ts';

const codesFor = (filters: number): Matcher<readonly number[]> => ({
  matches: (codes) => codes.length === filters,
  text: `${filters} codes`,
});

/** Section 3.8.4: SUBACK, and what its codes say. */
export const subackCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/is-answered-by-suback',
    { proves: ['3.1.1/MQTT-3.8.4-1', '5.0/MQTT-3.8.4-1'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      sendSubscribe(peer, { topicFilter: topic() });
      await peer.expect('suback');
    },
  ),

  brokerCase(
    'subscribe/each-one-is-answered-by-suback',
    { proves: ['3.1.1/MQTT-3.8.4-1', '5.0/MQTT-3.8.4-1'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      for (const suffix of ['a', 'b', 'c', 'c']) sendSubscribe(peer, { topicFilter: topic(suffix) });
      for (let count = 0; count < 4; count += 1) await peer.expect('suback');
    },
  ),

  brokerCase(
    'subscribe/suback-repeats-packet-identifier',
    { proves: ['3.1.1/MQTT-3.8.4-2', '5.0/MQTT-3.8.4-2'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      for (const packetIdentifier of [1, 0x00ff, 0xff00, 0xffff]) {
        peer.send(subscribe({ packetIdentifier, subscriptions: [{ topicFilter: topic() }] }));
        await peer.expect('suback', { packetIdentifier }, ifItComes);
      }
    },
  ),

  brokerCase(
    'subscribe/suback-has-a-code-for-each-topic-filter',
    { proves: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-6'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      for (const count of [1, 2, 8]) {
        const filters = Array.from({ length: count }, (_, index) => ({ topicFilter: topic(`${index}`) }));
        sendSubscribe(peer, ...filters);
        await peer.expect('suback', { reasonCodes: codesFor(count) }, ifItComes);
      }
    },
  ),

  brokerCase(
    'subscribe/suback-shows-granted-qos',
    { proves: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-7'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const qos of [0, 1, 2] as const) {
        const topicName = topic(`${qos}`);
        const granted = await subscribeAtAnyQoS(subscriber, { topicFilter: topicName, qos });
        await settle(publisher, subscriber, topicName);
        await publisher.publish({ topicName, qos: 1, payload: 'message' });
        await subscriber.expect('publish', { payload: utf8('message'), qos: between(0, granted) }, ifItComes);
      }
    },
  ),

  brokerCase(
    'subscribe/granted-topic-filter-delivers',
    { proves: ['3.1.1/MQTT-3.8.4-5', '5.0/MQTT-3.8.4-7'] },
    async ({ connected, deadlineMs, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe([{ topicFilter: topic('a'), qos: 1 }, { topicFilter: topic('b') }]);
      await settle(publisher, subscriber, topic('b'));
      await resendUntil(
        deadlineMs,
        () => publisher.publish({ topicName: topic('a'), qos: 1, payload: 'message' }),
        (options) => subscriber.expect('publish', { payload: utf8('message') }, options),
      );
    },
  ),
];
