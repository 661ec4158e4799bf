import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { publish, pubrel } from '../../../src/peer/index.ts';

const response = ['3.1.1/MQTT-3.3.4-1', '5.0/MQTT-3.3.4-1'] as const;

/** Section 3.3.4: the response to PUBLISH; and what 3.1.1 says in 3.3.5 of a PUBLISH that is not authorized. */
export const responseCases: readonly BrokerCase[] = [
  brokerCase('publish/qos-0-is-not-acknowledged', { proves: response }, async ({ connected, topic }) => {
    const peer = await connected();
    await peer.publish({ topicName: topic(), payload: 'unacknowledged' });
    peer.send(publish({ topicName: topic(), qos: 1, packetIdentifier: 42, payload: 'acknowledged' }));
    await peer.expect('puback', { packetIdentifier: 42 });
  }),

  brokerCase('publish/qos-1-is-answered-by-puback', { proves: response }, async ({ connected, topic }) => {
    const peer = await connected();
    for (const packetIdentifier of [1, 65_535, 256]) {
      peer.send(publish({ topicName: topic(), qos: 1, packetIdentifier, payload: 'message' }));
      await peer.expect('puback', { packetIdentifier });
    }
  }),

  brokerCase(
    'publish/qos-2-is-answered-by-pubrec',
    { proves: response, needs: ['qos-2'] },
    async ({ connected, topic }) => {
      const peer = await connected();
      for (const packetIdentifier of [1, 65_535, 256]) {
        peer.send(publish({ topicName: topic(), qos: 2, packetIdentifier, payload: 'message' }));
        await peer.expect('pubrec', { packetIdentifier });
      }
    },
  ),

  brokerCase(
    'publish/denied-at-qos-1-is-acknowledged-or-closes',
    { proves: ['3.1.1/MQTT-3.3.5-2'], needs: ['denied-publish-topic'] },
    async (context) => {
      const peer = await context.connected();
      peer.send(publish({ topicName: deniedTopic(context), qos: 1, packetIdentifier: 1, payload: 'denied' }));
      await peer.expectOrClosed('puback', { packetIdentifier: 1 });
    },
  ),

  brokerCase(
    'publish/denied-at-qos-2-is-acknowledged-or-closes',
    { proves: ['3.1.1/MQTT-3.3.5-2'], needs: ['denied-publish-topic', 'qos-2'] },
    async (context) => {
      const peer = await context.connected();
      peer.send(publish({ topicName: deniedTopic(context), qos: 2, packetIdentifier: 1, payload: 'denied' }));
      const pubrec = await peer.expectOrClosed('pubrec', { packetIdentifier: 1 });
      if (pubrec === 'closed') return;
      peer.send(pubrel(1));
      await peer.expectOrClosed('pubcomp', { packetIdentifier: 1 });
    },
  ),
];

/** The runner skips these cases where the profile names no such topic. */
function deniedTopic({ target }: CaseContext): string {
  return target.deniedPublishTopic ?? '';
}
