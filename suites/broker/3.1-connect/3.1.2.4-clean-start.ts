import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { publishAndSee } from '../shared/set-up.ts';
import { expectAccepted } from './accepted.ts';
import { expectOnlyTheSentinel, subscribedSession } from './session-scene.ts';

/** Section 3.1.2.4, second half: a Session that starts anew. */
export const cleanStartCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/clean-start/0-without-a-session-is-accepted',
    { proves: ['3.1.1/MQTT-3.1.2-4', '5.0/MQTT-3.1.2-6'] },
    async ({ open }) => {
      const peer = await open();
      peer.send(peer.connectPacket({ cleanStart: false }));
      await expectAccepted(peer, { sessionPresent: false });
      await peer.fence();
    },
  ),

  brokerCase(
    'connect/clean-start/1-discards-the-old-subscriptions',
    {
      proves: ['3.1.1/MQTT-3.1.2-6', '3.1.1/MQTT-3.1.4-3', '5.0/MQTT-3.1.2-4', '5.0/MQTT-3.1.4-4'],
      needs: ['session-expiry'],
    },
    async (context) => {
      const { persistent, connected } = context;
      const scene = await subscribedSession(context, persistent);
      await scene.subscriber.disconnect();

      const { clientIdentifier } = scene.subscriber;
      const fresh = await connected('fresh', { clientIdentifier, cleanStart: true });
      await publishAndSee(scene.publisher, scene.topicName, 'for the old subscription');
      await expectOnlyTheSentinel(context, scene, fresh);
    },
  ),

  brokerCase(
    'connect/clean-start/1-discards-the-messages-that-waited',
    { proves: ['3.1.1/MQTT-3.1.2-6', '5.0/MQTT-3.1.2-4'], needs: ['session-expiry'] },
    async (context) => {
      const { persistent, connected } = context;
      const scene = await subscribedSession(context, persistent);
      await scene.subscriber.disconnect();
      await publishAndSee(scene.publisher, scene.topicName, 'for the old session');

      const { clientIdentifier } = scene.subscriber;
      const fresh = await connected('fresh', { clientIdentifier, cleanStart: true });
      await expectOnlyTheSentinel(context, scene, fresh);
    },
  ),

  brokerCase(
    'connect/clean-start/1-discards-the-session-of-a-connected-client',
    {
      proves: ['3.1.1/MQTT-3.1.2-6', '3.1.1/MQTT-3.1.4-3', '5.0/MQTT-3.1.2-4', '5.0/MQTT-3.1.4-4'],
    },
    async (context) => {
      const scene = await subscribedSession(context, { cleanStart: true });
      const { clientIdentifier } = scene.subscriber;
      const fresh = await context.connected('fresh', { clientIdentifier, cleanStart: true });
      await publishAndSee(scene.publisher, scene.topicName, 'for the old subscription');
      await expectOnlyTheSentinel(context, scene, fresh);
    },
  ),

  brokerCase(
    'connect/clean-start/its-session-ends-with-the-connection',
    { proves: ['3.1.1/MQTT-3.1.2-6', '5.0/U-3.1.2.11.2-2'] },
    async (context) => {
      const scene = await subscribedSession(context, { cleanStart: true });
      await scene.subscriber.disconnect();
      await publishAndSee(scene.publisher, scene.topicName, 'for the old session');

      const { clientIdentifier } = scene.subscriber;
      const next = await context.connected('next', { clientIdentifier, cleanStart: false });
      await expectOnlyTheSentinel(context, scene, next);
    },
  ),
];
