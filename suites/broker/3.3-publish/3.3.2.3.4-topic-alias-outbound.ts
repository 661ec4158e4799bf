import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { type Matcher, type Peer, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { settledSubscriber } from '../shared/set-up.ts';
import { sendAtQoS1 } from './properties-scene.ts';

const aliasLimit = 2;
/** A Topic Alias is the server's choice, but one that it uses has to be in range. That it is not 0 the codec sees. */
const inRange: Matcher<number | undefined> = {
  matches: (topicAlias) => topicAlias === undefined || topicAlias <= aliasLimit,
  text: `absent or at most ${aliasLimit}`,
};

/** Section 3.3.2.3.4: what Topic Aliases a server uses itself. */
export const outboundTopicAliasCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/server-uses-topic-aliases-from-1-to-the-clients-maximum',
    { proves: ['5.0/MQTT-3.3.2-8', '5.0/MQTT-3.3.2-11'], needs: ['outbound-topic-alias'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber', { properties: { topicAliasMaximum: aliasLimit } });
      const topicNames = ['a', 'b', 'c', 'd'].map(topic);
      await subscriber.subscribe(topicNames.map((topicFilter) => ({ topicFilter, qos: 1 })));
      for (const topicName of topicNames) await settle(publisher, subscriber, topicName);
      // Twice, because a server may wait with an alias until a topic has proved to be in use.
      for (const topicName of [...topicNames, ...topicNames]) {
        await publisher.publish({ topicName, qos: 1, payload: topicName });
        await expectInRange(subscriber, topicName);
      }
    },
  ),

  brokerCase(
    'publish/topic-aliases-of-client-and-server-are-independent',
    { proves: ['5.0/U-3.3.2.3.4-6'], needs: ['inbound-topic-alias', 'outbound-topic-alias'] },
    async (context) => {
      const { connected, settle, topic } = context;
      const [inbound, outbound] = [topic('inbound'), topic('outbound')];
      const client = await connected('client', { properties: { topicAliasMaximum: 1 } });
      const other = await connected('other');
      const subscriber = await settledSubscriber(context, other, inbound);
      await client.subscribe({ topicFilter: outbound, qos: 1 });
      sendAtQoS1(client, { topicName: inbound, payload: 'mapped', properties: { topicAlias: 1 } });
      await subscriber.expect('publish', { payload: utf8('mapped') });
      // Now the server has a chance to use Topic Alias 1 for another topic towards the same client.
      await settle(other, client, outbound);
      sendAtQoS1(client, { topicName: '', payload: 'by alias', properties: { topicAlias: 1 } });
      await subscriber.expect('publish', { payload: utf8('by alias') });
    },
  ),
];

async function expectInRange(subscriber: Peer, payload: string): Promise<void> {
  const expected = { payload: utf8(payload), properties: { topicAlias: inRange } };
  await subscriber.expect('publish', expected, { ...ifItComes, proves: ['5.0/MQTT-3.3.2-11'] });
}
