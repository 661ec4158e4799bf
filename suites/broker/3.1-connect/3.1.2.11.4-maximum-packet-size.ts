import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { type ConnectOptions, utf8 } from '../../../src/peer/index.ts';

const maximumPacketSizeBytes = 128;
const tooLarge = 'x'.repeat(2 * maximumPacketSizeBytes);

/** A subscriber that takes small packets only, over a path that was seen to deliver. */
async function smallSubscriber({ connected, settle, topic }: CaseContext, options: ConnectOptions = {}) {
  const topicName = topic();
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber', {
    ...options,
    properties: { ...options.properties, maximumPacketSizeBytes },
  });
  await subscriber.subscribe({ topicFilter: topicName, qos: 1 });
  await settle(publisher, subscriber, topicName, 1);
  return { topicName, publisher, subscriber };
}

/** Section 3.1.2.11.4: Maximum Packet Size of the client. (5.0) */
export const maximumPacketSizeCases: readonly BrokerCase[] = [
  ...([0, 1] as const).map((qos) =>
    brokerCase(
      `connect/maximum-packet-size/larger-qos-${qos}-message-is-not-sent`,
      { proves: ['5.0/MQTT-3.1.2-24', '5.0/MQTT-3.1.2-25'] },
      async (context) => {
        const { topicName, publisher, subscriber } = await smallSubscriber(context);
        await publisher.publish({ topicName, qos, payload: tooLarge });
        await publisher.publish({ topicName, qos, payload: 'sentinel' });
        // What is larger breaks 5.0/MQTT-3.1.2-24 in every case: the peer watches the size of each packet.
        const sentinel = { topicName, payload: utf8('sentinel') };
        await subscriber.expectNothingBefore(sentinel, { proves: ['5.0/MQTT-3.1.2-25'] });
      },
    ),
  ),

  brokerCase(
    'connect/maximum-packet-size/discarded-message-frees-its-place-in-the-receive-maximum',
    { proves: ['5.0/MQTT-3.1.2-25'] },
    async (context) => {
      const { topicName, publisher, subscriber } = await smallSubscriber(context, {
        properties: { receiveMaximum: 1 },
      });
      await publisher.publish({ topicName, qos: 1, payload: tooLarge });
      await publisher.publish({ topicName, qos: 1, payload: tooLarge });
      await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
      await subscriber.expectNothingBefore({ topicName, payload: utf8('sentinel') });
    },
  ),

  brokerCase(
    'connect/maximum-packet-size/discarded-message-is-not-sent-later',
    { proves: ['5.0/MQTT-3.1.2-25'], needs: ['session-expiry'] },
    async (context) => {
      const { persistent, connected } = context;
      const { topicName, publisher, subscriber } = await smallSubscriber(context, persistent);
      await publisher.publish({ topicName, qos: 1, payload: tooLarge });
      await publisher.publish({ topicName, qos: 1, payload: 'after it' });
      await subscriber.expectNothingBefore({ topicName, payload: utf8('after it') });
      await subscriber.fence();
      await subscriber.disconnect();

      const { clientIdentifier } = subscriber;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
      await again.expectNothingBefore({ topicName, payload: utf8('sentinel') });
    },
  ),
];
