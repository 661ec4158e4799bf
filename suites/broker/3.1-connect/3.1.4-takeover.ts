import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { subscribedSession } from './session-scene.ts';

/** Section 3.1.4: a Client Identifier that is already connected. */
export const takeoverCases: readonly BrokerCase[] = [
  ...([true, false] as const).map((cleanStart) =>
    brokerCase(
      `connect/takeover/with-clean-start-${cleanStart ? 1 : 0}-closes-the-existing-connection`,
      { proves: ['3.1.1/MQTT-3.1.4-2', '5.0/MQTT-3.1.4-3'] },
      async ({ connected, open }) => {
        const existing = await connected('existing', { cleanStart });
        await existing.fence();
        const { clientIdentifier } = existing;
        const successor = await open('successor', { clientIdentifier });
        await successor.connect({ cleanStart });
        await existing.expectClosed();
        await successor.fence();
      },
    ),
  ),

  brokerCase(
    'connect/takeover/session-goes-on',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/MQTT-3.1.4-3', '5.0/MQTT-3.1.2-5', '5.0/MQTT-3.1.4-4'],
      needs: ['session-expiry'],
    },
    async (context) => {
      const { connected, persistent } = context;
      const { topicName, publisher, subscriber } = await subscribedSession(context, persistent);
      const { clientIdentifier } = subscriber;
      const successor = await connected('successor', { clientIdentifier, ...persistent });
      await publisher.publish({ topicName, qos: 1, payload: 'to the successor' });
      await successor.expect('publish', { topicName, payload: utf8('to the successor') });
    },
  ),
];
