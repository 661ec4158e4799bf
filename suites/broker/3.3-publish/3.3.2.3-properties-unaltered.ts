import { isUtf8 } from 'node:buffer';
import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import type { PropertiesOf, UserProperty } from '../../../src/packet/index.ts';
import {
  ExpectationFailed,
  type Match,
  type Matcher,
  mismatches,
  oneOf,
  type Peer,
  utf8,
} from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { asSetUp, publishDelivered, settledSubscriber } from '../shared/set-up.ts';
import { awaySubscriber, resumed, sendAtQoS1, settledAtQoS } from './properties-scene.ts';
import { withAll, withAllInOrder } from './user-property-match.ts';

type Properties = PropertiesOf<'publish'>;

interface ForwardedProperty {
  /** First part of the case id. */
  readonly name: string;
  readonly proves: BrokerCase['proves'];
  readonly properties: Properties;
  /** Where the standard leaves the server a choice; the default is the same as was sent. */
  readonly expected?: Match<Properties>;
}

const repeatedNames: readonly UserProperty[] = [
  ['key', '1'],
  ['key', '2'],
  ['', ''],
  ['key', '1'],
  ['\u{feff}Köln', '𪛔'],
];
const unorderedByName: readonly UserProperty[] = [
  ['c', '3'],
  ['a', '1'],
  ['c', '1'],
  ['b', '2'],
  ['a', '0'],
];

// biome-ignore format: a table is read one property a line
const properties: readonly ForwardedProperty[] = [
  { name: 'payload-format-indicator-1', proves: ['5.0/MQTT-3.3.2-4'], properties: { payloadFormatIndicator: 1 } },
  // A value of 0 means the same as no Payload Format Indicator.
  { name: 'payload-format-indicator-0', proves: ['5.0/MQTT-3.3.2-4'], properties: { payloadFormatIndicator: 0 }, expected: { payloadFormatIndicator: oneOf<number | undefined>(0, undefined) } },
  { name: 'response-topic', proves: ['5.0/MQTT-3.3.2-15'], properties: { responseTopic: '/answers//to ÄÖ/' } },
  { name: 'correlation-data', proves: ['5.0/MQTT-3.3.2-16'], properties: { correlationData: Uint8Array.from({ length: 256 }, (_, index) => index) } },
  { name: 'empty-correlation-data', proves: ['5.0/MQTT-3.3.2-16'], properties: { correlationData: new Uint8Array(0) } },
  { name: 'user-property', proves: ['5.0/MQTT-3.3.2-17', '5.0/U-3.3.2.3.7-1'], properties: { userProperty: repeatedNames }, expected: { userProperty: withAll(repeatedNames) } },
  { name: 'order-of-user-properties', proves: ['5.0/MQTT-3.3.2-18'], properties: { userProperty: unorderedByName }, expected: { userProperty: withAllInOrder(unorderedByName) } },
  { name: 'content-type', proves: ['5.0/MQTT-3.3.2-20'], properties: { contentType: 'Text/Plain; charset="UTF-8"' } },
  { name: 'empty-content-type', proves: ['5.0/MQTT-3.3.2-20'], properties: { contentType: '' } },
];

const unaltered = [
  '5.0/MQTT-3.3.2-4',
  '5.0/MQTT-3.3.2-15',
  '5.0/MQTT-3.3.2-16',
  '5.0/MQTT-3.3.2-17',
  '5.0/MQTT-3.3.2-18',
  '5.0/MQTT-3.3.2-20',
] as const;
const everyProperty: Properties = {
  payloadFormatIndicator: 1,
  responseTopic: 'answers',
  correlationData: utf8('request 1'),
  userProperty: unorderedByName,
  contentType: 'text/plain',
};
/** What each statement asks of the message with every property. */
const duties: readonly (readonly [BrokerCase['proves'][number], Match<Properties>])[] = [
  ['5.0/MQTT-3.3.2-4', { payloadFormatIndicator: 1 }],
  ['5.0/MQTT-3.3.2-15', { responseTopic: 'answers' }],
  ['5.0/MQTT-3.3.2-16', { correlationData: utf8('request 1') }],
  ['5.0/MQTT-3.3.2-17', { userProperty: withAll(unorderedByName) }],
  ['5.0/MQTT-3.3.2-18', { userProperty: withAllInOrder(unorderedByName) }],
  ['5.0/MQTT-3.3.2-20', { contentType: 'text/plain' }],
];

/** Section 3.3.2.3: the properties that travel from publisher to subscriber as they are. */
export const unalteredPropertyCases: readonly BrokerCase[] = [
  ...properties.map((row) =>
    brokerCase(`publish/${row.name}-is-forwarded-unaltered`, { proves: row.proves }, async (context) => {
      const publisher = await context.connected('publisher');
      const subscriber = await settledSubscriber(context, publisher, context.topic());
      sendAtQoS1(publisher, { topicName: context.topic(), payload: 'message', properties: row.properties });
      const expected = { payload: utf8('message'), properties: row.expected ?? row.properties };
      await subscriber.expect('publish', expected, ifItComes);
    }),
  ),

  brokerCase('publish/properties-are-forwarded-at-qos-0', { proves: unaltered }, async (context) => {
    const { publisher, subscriber } = await settledAtQoS(context, 0);
    await publisher.publish({ topicName: context.topic(), payload: 'message', properties: everyProperty });
    await expectEveryProperty(subscriber);
  }),

  brokerCase(
    'publish/properties-are-forwarded-at-qos-2',
    { proves: unaltered, needs: ['qos-2'] },
    async (context) => {
      const { publisher, subscriber } = await settledAtQoS(context, 2);
      const message = { topicName: context.topic(), payload: 'message', properties: everyProperty };
      await publisher.publish({ ...message, qos: 2 });
      await expectEveryProperty(subscriber);
    },
  ),

  brokerCase(
    'publish/queued-message-keeps-its-properties',
    { proves: unaltered, needs: ['session-expiry'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      await awaySubscriber(context, publisher);
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'message', properties: everyProperty });
      await expectEveryProperty(await resumed(context, 'subscriber'));
    },
  ),

  brokerCase(
    'publish/retained-message-keeps-its-properties',
    { proves: unaltered, needs: ['retain'] },
    (context) => retained(context),
  ),

  brokerCase(
    'publish/payload-marked-as-utf-8-arrives-well-formed',
    { proves: ['5.0/U-3.3.2.3.2-1'] },
    async (context) => {
      const publisher = await context.connected('publisher');
      const subscriber = await settledSubscriber(context, publisher, context.topic());
      const text = '\u{feff}Köln, 東京, 𪛔';
      const marked = { payloadFormatIndicator: 1 };
      sendAtQoS1(publisher, { topicName: context.topic(), payload: text, properties: marked });
      await subscriber.expect('publish', { payload: wellFormed }, ifItComes);
    },
  ),
];

const wellFormed: Matcher<Uint8Array> = { matches: isUtf8, text: 'well-formed UTF-8' };

/** Blames the statements of those properties that were altered, and no others. */
async function expectEveryProperty(subscriber: Peer): Promise<void> {
  const { properties = {} } = await asSetUp(subscriber.expect('publish', { payload: utf8('message') }));
  const altered = duties.filter(([, match]) => mismatches(properties, match).length > 0);
  if (altered.length === 0) return;
  const found = altered.flatMap(([, match]) => mismatches(properties, match));
  throw new ExpectationFailed({
    allowed: ['PUBLISH with the properties that the message was published with'],
    actual: `PUBLISH whose ${found.join(', ')}`,
    statements: blamed(altered.map(([statement]) => statement)),
  });
}

/** Where a User Property is missing, nothing is said about the order. */
function blamed(statements: BrokerCase['proves']): BrokerCase['proves'] {
  if (!statements.includes('5.0/MQTT-3.3.2-17')) return statements;
  return statements.filter((statement) => statement !== '5.0/MQTT-3.3.2-18');
}

async function retained(context: CaseContext): Promise<void> {
  const { connected, topic } = context;
  const publisher = await connected('publisher');
  const message = { topicName: topic(), payload: 'message', properties: everyProperty };
  await publishDelivered(context, publisher, { ...message, qos: 1, retain: true });
  const subscriber = await connected('subscriber');
  await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
  await expectEveryProperty(subscriber);
}
