import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { absent, type ConnectOptions, type Matcher, publish, utf8 } from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';

async function subscriberOf({ connected, settle, topic }: CaseContext, connect: ConnectOptions) {
  const topicName = topic();
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber', connect);
  await subscriber.subscribe(topicName);
  await settle(publisher, subscriber, topicName);
  return { topicName, publisher, subscriber };
}

const atMost2: Matcher<number | undefined> = {
  matches: (alias) => alias === undefined || alias <= 2,
  text: 'absent or at most 2',
};

const noAlias = [
  { name: 'absent', fallback: '5.0/U-3.1.2.11.5-2', connect: {} },
  { name: '0', fallback: '5.0/U-3.1.2.11.5-3', connect: { properties: { topicAliasMaximum: 0 } } },
] as const;

/** Section 3.1.2.11.5: Topic Alias Maximum of the client. (5.0) */
export const topicAliasMaximumCases: readonly BrokerCase[] = [
  ...noAlias.flatMap(({ name, fallback, connect }) => [
    brokerCase(
      `connect/topic-alias-maximum/${name}-means-no-alias`,
      { proves: ['5.0/MQTT-3.1.2-27', fallback] },
      async (context) => {
        const { topicName, publisher, subscriber } = await subscriberOf(context, connect);
        for (const payload of ['first', 'second', 'third']) {
          await publisher.publish({ topicName, payload });
          const plain = { topicName, payload: utf8(payload), properties: { topicAlias: absent } };
          await subscriber.expect('publish', plain);
        }
      },
    ),

    brokerCase(
      `connect/topic-alias-maximum/${name}-keeps-the-alias-of-the-publisher-away`,
      { proves: ['5.0/MQTT-3.1.2-27'], needs: ['inbound-topic-alias'] },
      async (context) => {
        const { topicName, publisher, subscriber } = await subscriberOf(context, connect);
        await publisher.subscribe(topicName);
        const plain = { topicName, properties: { topicAlias: absent } };
        publisher.send(publish({ topicName, payload: 'first', properties: { topicAlias: 1 } }));
        await subscriber.expect('publish', { ...plain, payload: utf8('first') });
        publisher.send(publish({ topicName: '', payload: 'second', properties: { topicAlias: 1 } }));
        // That the server knows the alias of the publisher is another duty.
        await asSetUp(publisher.expect('publish', { payload: utf8('first') }));
        await asSetUp(publisher.expect('publish', { payload: utf8('second') }));
        await subscriber.expect('publish', { ...plain, payload: utf8('second') });
      },
    ),
  ]),

  brokerCase(
    'connect/topic-alias-maximum/no-alias-is-greater',
    { proves: ['5.0/MQTT-3.1.2-26'], needs: ['outbound-topic-alias'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber', { properties: { topicAliasMaximum: 2 } });
      const topicNames = ['a', 'b', 'c', 'd'].map((suffix) => topic(suffix));
      await subscriber.subscribe(topicNames.map((topicFilter) => ({ topicFilter })));
      for (const topicName of topicNames) await settle(publisher, subscriber, topicName);
      for (const topicName of [...topicNames, ...topicNames]) {
        await publisher.publish({ topicName, payload: `for ${topicName}` });
        await subscriber.expect('publish', {
          payload: utf8(`for ${topicName}`),
          properties: { topicAlias: atMost2 },
        });
      }
    },
  ),
];
