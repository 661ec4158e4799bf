import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { absent, between, utf8 } from '../../../src/peer/index.ts';
import { watchWills } from './will-scene.ts';

/** Section 3.1.3.2: what of the Will Properties reaches the subscribers. (5.0) */
export const willPropertiesCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/will-properties/user-properties-keep-their-order',
    { proves: ['5.0/MQTT-3.1.3-10', '5.0/U-3.1.3.2.8-1'] },
    async (context) => {
      const userProperty = [
        ['b', 'first'],
        ['a', 'second'],
        ['b', 'third'],
        ['', 'fourth'],
        ['b', 'first'],
      ] as const;
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('in order', { properties: { userProperty } }));
      client.cut();
      await watcher.expect('publish', { ...published('in order'), properties: { userProperty } });
    },
  ),

  brokerCase(
    'connect/will-properties/are-published-with-the-message',
    { proves: ['5.0/U-3.1.3.2-2', '5.0/U-3.1.3.2.4-2'] },
    async (context) => {
      const properties = {
        payloadFormatIndicator: 1,
        contentType: 'text/plain',
        responseTopic: context.topic('response'),
        correlationData: utf8('correlation'),
      } as const;
      const messageExpiryIntervalSeconds = 100;
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected(
        'client',
        will('described', { properties: { ...properties, messageExpiryIntervalSeconds } }),
      );
      client.cut();
      await watcher.expect('publish', {
        ...published('described'),
        properties: {
          ...properties,
          messageExpiryIntervalSeconds: between(1, messageExpiryIntervalSeconds),
        },
      });
    },
  ),

  brokerCase(
    'connect/will-properties/nothing-is-added',
    { proves: ['5.0/U-3.1.3.2.4-3'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('plain'));
      client.cut();
      await watcher.expect('publish', {
        ...published('plain'),
        properties: { messageExpiryIntervalSeconds: absent },
      });
    },
  ),
];
