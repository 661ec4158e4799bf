import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { publishAndSee } from '../shared/set-up.ts';
import { expectAccepted } from './accepted.ts';
import { expectOnlyTheSentinel, subscribedSession } from './session-scene.ts';

/** Section 3.1.2.11.2: Session Expiry Interval. (5.0; when a Session must be gone is in section 4.1) */
export const sessionExpiryCases: readonly BrokerCase[] = [
  ...(
    [
      { name: 'a-finite-interval', also: [], sessionExpiryIntervalSeconds: 60 },
      {
        name: 'the-interval-that-never-ends',
        also: ['5.0/U-3.1.2.11.2-3'],
        sessionExpiryIntervalSeconds: 0xffff_ffff,
      },
    ] as const
  ).map(({ name, also, sessionExpiryIntervalSeconds }) =>
    brokerCase(
      `connect/session-expiry/is-kept-for-${name}`,
      { proves: ['5.0/MQTT-3.1.2-23', '5.0/MQTT-3.1.2-5', ...also], needs: ['session-expiry'] },
      async (context) => {
        const persistent = { cleanStart: true, properties: { sessionExpiryIntervalSeconds } };
        const { topicName, publisher, subscriber } = await subscribedSession(context, persistent);
        await subscriber.disconnect();
        await publisher.publish({ topicName, qos: 1, payload: 'while away' });

        const again = await context.open('again', { clientIdentifier: subscriber.clientIdentifier });
        again.send(again.connectPacket({ cleanStart: false }));
        await expectAccepted(again, { sessionPresent: true });
        await again.expect('publish', { topicName, qos: 1, payload: utf8('while away') });
      },
    ),
  ),

  brokerCase(
    'connect/session-expiry/0-ends-the-session',
    { proves: ['5.0/U-3.1.2.11.2-2'], timing: 'waits' },
    async (context) => {
      const atOnce = { cleanStart: true, properties: { sessionExpiryIntervalSeconds: 0 } };
      const scene = await subscribedSession(context, atOnce);
      await scene.subscriber.disconnect();
      await publishAndSee(scene.publisher, scene.topicName, 'for the old session');

      const { clientIdentifier } = scene.subscriber;
      const next = await context.connected('next', { clientIdentifier, cleanStart: false });
      await expectOnlyTheSentinel(context, scene, next);
    },
  ),
];
