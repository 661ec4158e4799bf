import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { absent, between, utf8 } from '../../../src/peer/index.ts';

/** Sections 3.3.2, 3.3.2.2 and 3.3.3: the layout of the Variable Header, and the Payload. */
export const variableHeaderCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/topic-name-comes-before-packet-identifier',
    { proves: ['3.1.1/U-3.3.2-1', '5.0/U-3.3.2-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 1);
      await publisher.publish({ topicName, qos: 1, payload: 'message' });
      await subscriber.expect('publish', {
        topicName,
        packetIdentifier: between(1, 65_535),
        payload: utf8('message'),
      });
    },
  ),

  brokerCase(
    'publish/qos-0-has-no-packet-identifier',
    { proves: ['3.1.1/U-3.3.2.2-1', '5.0/U-3.3.2.2-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 0);
      // What were taken for, or preceded by, an identifier would show in the payload.
      await publisher.publish({ topicName, payload: '12345' });
      await subscriber.expect('publish', { packetIdentifier: absent, payload: utf8('12345') });
    },
  ),

  brokerCase(
    'publish/payload-may-be-empty',
    { proves: ['3.1.1/U-3.3.3-1', '5.0/U-3.3.3-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 1);
      for (const qos of [0, 1] as const) {
        await publisher.publish({ topicName, qos });
        await subscriber.expect('publish', { payload: utf8(''), qos });
      }
    },
  ),
];

async function path({ connected, settle, topic }: CaseContext, qos: 0 | 1) {
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber');
  const topicName = topic();
  await subscriber.subscribe({ topicFilter: topicName, qos });
  await settle(publisher, subscriber, topicName, qos);
  return { publisher, subscriber, topicName };
}
