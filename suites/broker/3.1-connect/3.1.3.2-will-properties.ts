import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { absent, between, type Matcher, utf8 } from '../../../src/peer/index.ts';
import { watchWills, willGraceMs } from './will-scene.ts';

/** That no Will comes at all breaks another statement. */
const dueWill = { withinMs: willGraceMs, absence: 'inconclusive' } as const;

type UserProperties = readonly (readonly [name: string, value: string])[];

/** All of ours in their order; a server may add some of its own (docs/rulings/3.3-publish-properties.md). */
function holding(ours: UserProperties): Matcher<UserProperties | undefined> {
  return {
    matches(theirs = []) {
      let found = 0;
      for (const [name, value] of theirs) {
        const next = ours[found];
        if (next !== undefined && next[0] === name && next[1] === value) found += 1;
      }
      return found === ours.length;
    },
    text: `${JSON.stringify(ours)} in this order`,
  };
}

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
      await watcher.expect(
        'publish',
        { ...published('in order'), properties: { userProperty: holding(userProperty) } },
        dueWill,
      );
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
      await watcher.expect(
        'publish',
        {
          ...published('described'),
          properties: {
            ...properties,
            messageExpiryIntervalSeconds: between(1, messageExpiryIntervalSeconds),
          },
        },
        dueWill,
      );
    },
  ),

  brokerCase(
    'connect/will-properties/nothing-is-added',
    { proves: ['5.0/U-3.1.3.2.4-3'] },
    async (context) => {
      const { will, published, watcher } = await watchWills(context);
      const client = await context.connected('client', will('plain'));
      client.cut();
      await watcher.expect(
        'publish',
        {
          ...published('plain'),
          properties: { messageExpiryIntervalSeconds: absent },
        },
        dueWill,
      );
    },
  ),
];
