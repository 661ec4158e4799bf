import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { type Matcher, type Peer, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { sendAtQoS1 } from './properties-scene.ts';

const needs = ['subscription-identifiers'] as const;
const largest = 268_435_455;

/** Section 3.3.4: which Subscription Identifiers come with a message. */
export const subscriptionIdentifierCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/subscription-identifier-comes-with-the-message',
    { proves: ['5.0/U-3.3.4-1'], needs },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      for (const identifier of [1, 128, largest]) {
        const topicName = topic(`${identifier}`);
        await subscribeAs(subscriber, topicName, identifier);
        await settle(publisher, subscriber, topicName);
        sendAtQoS1(publisher, { topicName, payload: 'message' });
        await expectIdentifiers(subscriber, including(identifier));
      }
    },
  ),

  brokerCase(
    'publish/no-foreign-subscription-identifier-comes-with-the-message',
    { proves: ['5.0/U-3.3.4-5'], needs },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const seven = await connected('seven');
      const eight = await connected('eight');
      const none = await connected('none');
      await subscribeAs(seven, topic(), 7);
      await subscribeAs(seven, topic('other'), 9);
      await subscribeAs(eight, topic(), 8);
      await none.subscribe({ topicFilter: topic(), qos: 1 });
      for (const subscriber of [seven, eight, none]) await settle(publisher, subscriber, topic());
      sendAtQoS1(publisher, { topicName: topic(), payload: 'message' });
      await expectIdentifiers(seven, noneBut(7));
      await expectIdentifiers(eight, noneBut(8));
      await expectIdentifiers(none, noneBut());
    },
  ),

  brokerCase(
    'publish/shared-subscription-comes-with-the-receivers-identifier-only',
    { proves: ['5.0/U-3.3.4-6'], needs: ['subscription-identifiers', 'shared-subscriptions'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const shared = await connected('shared');
      const other = await connected('other');
      await subscribeAs(shared, `$share/group/${topic()}`, 7);
      await subscribeAs(other, `$share/others/${topic()}`, 8);
      await subscribeAs(other, topic(), 9);
      await settle(publisher, shared, topic());
      sendAtQoS1(publisher, { topicName: topic(), payload: 'message' });
      await expectIdentifiers(shared, exactly(7));
    },
  ),
];

/** Subscribes at QoS 1 with a Subscription Identifier; a set-up step. */
export async function subscribeAs(peer: Peer, topicFilter: string, identifier: number): Promise<void> {
  await peer.subscribe({ topicFilter, qos: 1 }, { properties: { subscriptionIdentifier: identifier } });
}

type Identifiers = Matcher<readonly number[] | undefined>;

async function expectIdentifiers(subscriber: Peer, subscriptionIdentifier: Identifiers): Promise<void> {
  const expected = { payload: utf8('message'), properties: { subscriptionIdentifier } };
  await subscriber.expect('publish', expected, ifItComes);
}

function including(identifier: number): Identifiers {
  return { matches: (received = []) => received.includes(identifier), text: `including ${identifier}` };
}

function noneBut(...own: readonly number[]): Identifiers {
  return {
    matches: (received = []) => received.every((identifier) => own.includes(identifier)),
    text: own.length === 0 ? 'absent' : `absent or ${own.join()}`,
  };
}

function exactly(identifier: number): Identifiers {
  return { matches: (received = []) => received.join() === `${identifier}`, text: `just ${identifier}` };
}
