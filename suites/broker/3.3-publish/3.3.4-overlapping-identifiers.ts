import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';
import { ExpectationFailed, oneOf, type Peer, utf8 } from '../../../src/peer/index.ts';
import { asSetUp, hasPayload } from '../shared/set-up.ts';
import { subscribeAs } from './3.3.4-subscription-identifiers.ts';
import { sendAtQoS1 } from './properties-scene.ts';

const needs = ['subscription-identifiers', 'wildcard-subscriptions'] as const;

/** Section 3.3.4: Subscription Identifiers where several subscriptions of one client match. */
export const overlappingIdentifierCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/overlapping-subscriptions-come-with-all-their-identifiers',
    {
      proves: ['5.0/MQTT-3.3.4-3', '5.0/MQTT-3.3.4-4', '5.0/MQTT-3.3.4-5', '5.0/U-3.3.2.3.8-2'],
      needs,
    },
    async (context) => {
      const { topic } = context;
      const copies = await copiesFor(context, [
        [topic('a'), 11],
        [topic('+'), 22],
        [topic('#'), 33],
      ]);
      if (copies.length === 1) return expectSingleCopy(copies, [11, 22, 33]);
      const allowed =
        'the Subscription Identifier of its subscription in each copy, and each of 11, 22, 33 in one';
      if (missingFrom(copies, [11, 22, 33]).length === 0 && copies.every((copy) => copy.length > 0)) return;
      fail(copies, allowed, ['5.0/MQTT-3.3.4-3', '5.0/MQTT-3.3.4-5', '5.0/U-3.3.2.3.8-2']);
    },
  ),

  brokerCase(
    'publish/identifier-of-one-overlapping-subscription-comes-with-the-message',
    { proves: ['5.0/MQTT-3.3.4-3'], needs },
    async (context) => {
      const { topic } = context;
      const copies = await copiesFor(context, [
        [topic('a'), undefined],
        [topic('+'), 22],
      ]);
      if (missingFrom(copies, [22]).length === 0) return;
      fail(copies, 'Subscription Identifier 22 in one copy', ['5.0/MQTT-3.3.4-3']);
    },
  ),

  brokerCase(
    'publish/same-identifier-of-overlapping-subscriptions-is-repeated',
    { proves: ['5.0/U-3.3.4-4'], needs },
    async (context) => {
      const { topic } = context;
      const copies = await copiesFor(context, [
        [topic('a'), 5],
        [topic('+'), 5],
      ]);
      if (copies.flat().filter((identifier) => identifier === 5).length === 2) return;
      fail(copies, 'Subscription Identifier 5 once for each of two subscriptions', ['5.0/U-3.3.4-4']);
    },
  ),
];

type Copies = readonly (readonly number[])[];
type Subscribed = readonly (readonly [topicFilter: string, identifier: number | undefined])[];

function expectSingleCopy(copies: Copies, wanted: readonly number[]): void {
  if (missingFrom(copies, wanted).length === 0) return;
  const proves = ['5.0/MQTT-3.3.4-3', '5.0/MQTT-3.3.4-4', '5.0/U-3.3.2.3.8-2'] as const;
  fail(copies, `the Subscription Identifiers ${wanted.join()} in the only copy`, proves);
}

function missingFrom(copies: Copies, wanted: readonly number[]): readonly number[] {
  return wanted.filter((identifier) => !copies.flat().includes(identifier));
}

function fail(copies: Copies, allowed: string, statements: BrokerCase['proves']): never {
  const shown = copies.map((copy) => (copy.length === 0 ? 'none' : copy.join())).join(' | ');
  const actual = `PUBLISH in ${copies.length} copies, whose Subscription Identifiers are ${shown}`;
  throw new ExpectationFailed({ allowed: [allowed], actual, statements });
}

/** The Subscription Identifiers of each copy that one message came in. The number of copies is the server's choice. */
async function copiesFor(context: CaseContext, subscriptions: Subscribed): Promise<Copies> {
  const { connected, settle, topic } = context;
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber');
  for (const [topicFilter, identifier] of subscriptions) {
    // Each subscription is seen to deliver by itself, on a topic that no earlier one matches.
    if (identifier === undefined) await subscriber.subscribe({ topicFilter, qos: 1 });
    else await subscribeAs(subscriber, topicFilter, identifier);
    const ownTopic = topicFilter.replace('+', 'b').replace('#', 'c/d');
    await settle(publisher, subscriber, ownTopic);
  }
  for (const payload of ['message', 'sentinel']) sendAtQoS1(publisher, { topicName: topic('a'), payload });
  return (await copiesBeforeSentinel(subscriber)).map(
    ({ properties }) => properties?.subscriptionIdentifier ?? [],
  );
}

async function copiesBeforeSentinel(subscriber: Peer): Promise<readonly Publish[]> {
  const payload = oneOf(utf8('message'), utf8('sentinel'));
  const copies = [await asSetUp(subscriber.expect('publish', { payload: utf8('message') }))];
  for (;;) {
    const next = await asSetUp(subscriber.expect('publish', { payload }));
    if (hasPayload(next, 'sentinel')) break;
    copies.push(next);
  }
  await subscriber.fence();
  const late = subscriber.unread.filter(
    (packet) => packet.type === 'publish' && hasPayload(packet, 'message'),
  );
  return [...copies, ...(late as readonly Publish[])];
}
