import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { absent, between, publish, SetupFailed, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';

/** Sections 3.3.2, 3.3.2.2 and 3.3.3: the layout of the Variable Header, and the Payload. */
export const variableHeaderCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/topic-name-comes-before-packet-identifier',
    { proves: ['3.1.1/U-3.3.2-1', '5.0/U-3.3.2-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 1);
      await publisher.publish({ topicName, qos: 1, payload: 'message' });
      const laidOut = { topicName, packetIdentifier: between(1, 65_535), payload: utf8('message') };
      // Fields in another order hardly make a packet, so that none comes counts too.
      await subscriber.expect('publish', laidOut);
    },
  ),

  brokerCase(
    'publish/qos-0-has-no-packet-identifier',
    { proves: ['3.1.1/U-3.3.2.2-1', '5.0/U-3.3.2.2-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 0);
      // What were taken for, or preceded by, an identifier would show in the payload.
      await publisher.publish({ topicName, payload: '12345' });
      await subscriber.expect('publish', { packetIdentifier: absent, payload: utf8('12345') }, ifItComes);
    },
  ),

  brokerCase(
    'publish/payload-may-be-empty',
    { proves: ['3.1.1/U-3.3.3-1', '5.0/U-3.3.3-1'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await path(context, 1);
      publisher.send(publish({ topicName, qos: 1, packetIdentifier: 101 }));
      const { reasonCode } = await publisher.expect('puback', { packetIdentifier: 101 });
      if (reasonCode >= 0x80) throw new SetupFailed('the server refused the message, for whatever reason');
      await subscriber.expect('publish', { payload: utf8('') });
      await publisher.publish({ topicName });
      await subscriber.expect('publish', { payload: utf8('') }, ifItComes);
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
