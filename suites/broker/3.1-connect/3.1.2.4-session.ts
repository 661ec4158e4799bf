import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { publish, pubrel, utf8 } from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { expectAccepted } from './accepted.ts';
import { subscribedSession } from './session-scene.ts';

/** Section 3.1.2.4, first half: a Session that goes on. */
export const sessionCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/session/subscription-survives-a-reconnect',
    {
      proves: [
        '3.1.1/MQTT-3.1.2-4',
        '3.1.1/MQTT-3.1.4-3',
        '3.1.1/U-3.1.2.4-5',
        '5.0/MQTT-3.1.2-5',
        '5.0/MQTT-3.1.4-4',
        '5.0/U-4.1-5',
      ],
      needs: ['session-expiry'],
    },
    async (context) => {
      const { persistent, connected } = context;
      const { topicName, publisher, subscriber } = await subscribedSession(context, persistent);
      await subscriber.disconnect();

      const { clientIdentifier } = subscriber;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await publisher.publish({ topicName, qos: 1, payload: 'after the reconnect' });
      await again.expect('publish', { topicName, qos: 1, payload: utf8('after the reconnect') });
    },
  ),

  ...([1, 2] as const).map((qos) =>
    brokerCase(
      `connect/session/qos-${qos}-message-waits-for-the-client`,
      {
        proves: ['3.1.1/MQTT-3.1.2-5', '3.1.1/U-3.1.2.4-7', '5.0/MQTT-3.1.2-5', '5.0/U-4.1-7'],
        needs: qos === 2 ? ['session-expiry', 'qos-2'] : ['session-expiry'],
      },
      async (context) => {
        const { persistent, connected } = context;
        const { topicName, publisher, subscriber } = await subscribedSession(context, persistent, qos);
        await subscriber.disconnect();

        await publisher.publish({ topicName, qos, payload: 'while away' });
        const { clientIdentifier } = subscriber;
        const again = await connected('again', { clientIdentifier, ...persistent });
        await again.expect('publish', { topicName, qos, payload: utf8('while away') });
      },
    ),
  ),

  brokerCase(
    'connect/session/is-kept-when-the-connection-is-cut',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/MQTT-3.1.2-5', '5.0/MQTT-3.1.2-5', '5.0/MQTT-3.1.2-23'],
      needs: ['session-expiry'],
    },
    async (context) => {
      const { persistent, connected } = context;
      const { topicName, publisher, subscriber } = await subscribedSession(context, persistent);
      subscriber.cut();

      await publisher.publish({ topicName, qos: 1, payload: 'while away' });
      const { clientIdentifier } = subscriber;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await again.expect('publish', { topicName, qos: 1, payload: utf8('while away') });
    },
  ),

  brokerCase(
    'connect/session/empty-one-is-remembered',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/U-3.1.2.4-4', '5.0/MQTT-3.1.2-23', '5.0/U-4.1-4'],
      needs: ['session-expiry'],
    },
    async ({ connected, open, persistent }) => {
      const client = await connected('client', persistent);
      await client.fence();
      await client.disconnect();
      const again = await open('again', { clientIdentifier: client.clientIdentifier });
      again.send(again.connectPacket(persistent));
      await expectAccepted(again, { sessionPresent: true });
    },
  ),

  brokerCase(
    'connect/session/unacknowledged-message-is-kept',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/U-3.1.2.4-6', '5.0/MQTT-3.1.2-5', '5.0/U-4.1-6'],
      needs: ['session-expiry'],
    },
    async ({ connected, persistent, settle, topic }) => {
      const topicName = topic();
      const kept = { topicName, qos: 1, payload: utf8('not acknowledged') } as const;
      const publisher = await connected('publisher');
      const client = await connected('client', { ...persistent, acknowledge: 'manual' });
      await client.subscribe({ topicFilter: topicName, qos: 1 });
      await settle(publisher, client, topicName);
      await publisher.publish(kept);
      await asSetUp(client.expect('publish', kept));
      client.cut();

      const { clientIdentifier } = client;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await again.expect('publish', kept);
    },
  ),

  brokerCase(
    'connect/session/unfinished-qos-2-message-is-kept',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/U-3.1.2.4-8', '5.0/MQTT-3.1.2-5', '5.0/U-4.1-8'],
      needs: ['session-expiry', 'qos-2'],
    },
    async ({ connected, persistent, settle, topic }) => {
      const topicName = topic();
      const watcher = await connected('watcher');
      await watcher.subscribe({ topicFilter: topicName, qos: 2 });
      const client = await connected('client', persistent);
      await settle(client, watcher, topicName, 2);
      const packetIdentifier = client.nextPacketIdentifier();
      const message = { topicName, qos: 2, packetIdentifier, payload: 'exactly once' } as const;
      client.send(publish(message));
      await asSetUp(client.expect('pubrec', { packetIdentifier, reasonCode: 0 }));
      client.cut();

      const { clientIdentifier } = client;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await again.publish({ ...message, dup: true });
      await again.publish({ topicName, qos: 2, packetIdentifier, payload: 'sentinel' });
      await watcher.expect('publish', { topicName, payload: utf8('exactly once') });
      await watcher.expectNothingBefore({ topicName, payload: utf8('sentinel') });
    },
  ),

  brokerCase(
    'connect/session/unfinished-qos-2-message-is-released-later',
    {
      proves: ['3.1.1/MQTT-3.1.2-4', '3.1.1/U-3.1.2.4-8', '5.0/MQTT-3.1.2-5', '5.0/U-4.1-8'],
      needs: ['session-expiry', 'qos-2'],
    },
    async ({ connected, persistent, settle, topic }) => {
      const topicName = topic();
      const watcher = await connected('watcher');
      await watcher.subscribe({ topicFilter: topicName, qos: 2 });
      const client = await connected('client', persistent);
      await settle(client, watcher, topicName, 2);
      const packetIdentifier = client.nextPacketIdentifier();
      client.send(publish({ topicName, qos: 2, packetIdentifier, payload: 'kept until released' }));
      await asSetUp(client.expect('pubrec', { packetIdentifier, reasonCode: 0 }));
      client.cut();

      // Servers may pass a message on when it comes or when it is released: these keep it in the Session meanwhile.
      const { clientIdentifier } = client;
      const again = await connected('again', { clientIdentifier, ...persistent });
      again.send(pubrel(packetIdentifier));
      await watcher.expect('publish', { topicName, payload: utf8('kept until released') });
    },
  ),

  brokerCase(
    'connect/session/retained-message-outlives-it',
    { proves: ['3.1.1/MQTT-3.1.2-7', '5.0/U-4.1-10'], needs: ['retain'] },
    async ({ connected, topic }) => {
      const topicName = topic();
      const retained = { topicName, retain: true, payload: utf8('retained') };
      const publisher = await connected('publisher');
      await publisher.publish({ ...retained, qos: 1 });
      const early = await connected('early');
      await early.subscribe({ topicFilter: topicName, qos: 1 });
      await asSetUp(early.expect('publish', retained));
      await publisher.disconnect();
      await early.disconnect();

      const late = await connected('late');
      await late.subscribe({ topicFilter: topicName, qos: 1 });
      await late.expect('publish', retained);
      await late.publish({ topicName, qos: 1, retain: true });
    },
  ),
];
