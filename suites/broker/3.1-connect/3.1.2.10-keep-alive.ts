import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { publish } from '../../../src/peer/index.ts';
import { keepAliveOf, shortKeepAlive } from './keep-alive-limit.ts';

/** Section 3.1.2.10: a client that falls silent is disconnected. */
export const keepAliveCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/keep-alive/client-that-never-speaks-is-disconnected',
    { proves: ['3.1.1/MQTT-3.1.2-24', '5.0/MQTT-3.1.2-22'], timing: 'waits' },
    async ({ open }) => {
      const client = await open('client');
      const connack = await client.connect(shortKeepAlive);
      await client.expectClosed(keepAliveOf(connack));
    },
  ),

  brokerCase(
    'connect/keep-alive/client-that-falls-silent-is-disconnected',
    { proves: ['3.1.1/MQTT-3.1.2-24', '5.0/MQTT-3.1.2-22'], timing: 'waits' },
    async ({ open, topic }) => {
      const client = await open('client');
      const connack = await client.connect(shortKeepAlive);
      await client.fence();
      await client.publish({ topicName: topic(), qos: 1 });
      await client.expectClosed(keepAliveOf(connack));
    },
  ),

  brokerCase(
    'connect/keep-alive/what-the-server-sends-does-not-count',
    { proves: ['3.1.1/MQTT-3.1.2-24', '5.0/MQTT-3.1.2-22'], timing: 'waits' },
    async ({ connected, elapse, open, topic }) => {
      const topicName = topic();
      const publisher = await connected('publisher');
      const client = await open('client');
      const connack = await client.connect(shortKeepAlive);
      await client.subscribe(topicName);

      let feeding = true;
      const feed = async () => {
        while (feeding) {
          publisher.send(publish({ topicName, payload: 'listen' }));
          await elapse(300);
        }
      };
      const fed = feed();
      try {
        await client.expectClosed(keepAliveOf(connack));
      } finally {
        feeding = false;
        await fed;
      }
    },
  ),
];
