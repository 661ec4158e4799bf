import {
  type BrokerCase,
  brokerCase,
  type MalformedAfterConnect,
  malformedAfterConnect,
} from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { between, type Matcher, publish, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { takenUp } from '../shared/set-up.ts';

const utf8String = ['3.1.1/MQTT-3.3.2-1', '5.0/MQTT-3.3.2-1'] as const;
const noWildcard = ['3.1.1/MQTT-3.3.2-2', '5.0/MQTT-3.3.2-2'] as const;
const matchesFilter = ['3.1.1/MQTT-3.3.2-3', '5.0/MQTT-3.3.2-3'] as const;

/** The Topic Name field, as it stands on the wire, in place of a valid one. */
function topicNameField(name: string, field: string): MalformedAfterConnect {
  return {
    name,
    proves: utf8String,
    send: ({ topic }) => [publish({ topicName: topic() }), { topicName: raw(field) }],
  };
}

function topicNameWithWildcard(name: string, suffix: string): MalformedAfterConnect {
  return {
    name,
    proves: noWildcard,
    send: ({ topic }) => [publish({ topicName: topic(), payload: 'stray' }), { topicName: topic(suffix) }],
  };
}

/** A server may map Topic Names: what counts is that the name matches the filter. */
function oneLevelBelow(parent: string): Matcher<string> {
  return {
    matches: (name) => name.startsWith(`${parent}/`) && !name.slice(parent.length + 1).includes('/'),
    text: `a name that matches ${parent}/+`,
  };
}

/** Section 3.3.2.1: Topic Name. */
export const topicNameCases: readonly BrokerCase[] = [
  ...malformedAfterConnect('publish', [
    topicNameField('topic-name-with-lone-continuation-byte-closes', '0003 61 80 62'),
    topicNameField('topic-name-with-overlong-encoding-closes', '0004 61 c0 af 62'),
    topicNameField('topic-name-with-surrogate-closes', '0005 61 ed a0 80 62'),
    topicNameField('topic-name-with-cut-character-closes', '0003 61 e2 82'),
    topicNameField('topic-name-with-code-point-above-10ffff-closes', '0006 61 f4 90 80 80 62'),
    topicNameField('topic-name-longer-than-packet-closes', '000a 61 2f 62'),
    { name: 'topic-name-with-cut-length-closes', proves: utf8String, send: '30 01 00' },
    { name: 'no-topic-name-closes', proves: utf8String, send: '30 00' },
    topicNameWithWildcard('topic-name-with-plus-closes', '+'),
    topicNameWithWildcard('topic-name-with-plus-between-levels-closes', '+/x'),
    topicNameWithWildcard('topic-name-with-plus-within-level-closes', 'x+y'),
    topicNameWithWildcard('topic-name-with-number-sign-closes', '#'),
    topicNameWithWildcard('topic-name-with-number-sign-within-level-closes', 'x#'),
    {
      name: 'empty-topic-name-without-topic-alias-closes',
      proves: ['3.1.1/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-1', '5.0/U-3.3.2.1-1'],
      send: ({ topic }) => [publish({ topicName: topic(), payload: 'stray' }), { topicName: '' }],
    },
  ]),

  brokerCase(
    'publish/topic-name-with-wildcard-at-qos-1-is-refused',
    { proves: noWildcard },
    async ({ connected, topic, mqtt }) => {
      const peer = await connected();
      await peer.fence();
      const packet = publish({ topicName: topic(), qos: 1, packetIdentifier: 1, payload: 'stray' });
      peer.sendWith(packet, { topicName: topic('+') });
      // Only 5.0 has a PUBACK that refuses.
      if (mqtt === '5.0') await peer.expectOrClosed('puback', { reasonCode: between(0x80, 0xff) });
      else await peer.expectClosed();
    },
  ),

  brokerCase(
    'publish/topic-name-with-wildcard-is-not-forwarded',
    { proves: noWildcard, needs: ['wildcard-subscriptions'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic('+'), qos: 1 });
      await settle(publisher, subscriber, topic('a'));
      const breaker = await connected('breaker');
      breaker.sendWith(publish({ topicName: topic(), payload: 'stray' }), { topicName: topic('+') });
      await takenUp(breaker);
      await publisher.publish({ topicName: topic('a'), qos: 1, payload: 'sentinel' });
      await subscriber.expectNothingBefore({ payload: utf8('sentinel') }, ifItComes);
    },
  ),

  brokerCase(
    'publish/delivered-topic-name-matches-filter',
    { proves: matchesFilter },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic('a'), qos: 1 });
      await settle(publisher, subscriber, topic('a'), 1);
      for (const other of ['b', 'A', 'a/b', 'a/', 'aa'])
        await publisher.publish({ topicName: topic(other), qos: 1, payload: 'stray' });
      await publisher.publish({ topicName: topic('a'), qos: 1, payload: 'sentinel' });
      await subscriber.expectNothingBefore({ topicName: topic('a'), payload: utf8('sentinel') }, ifItComes);
    },
  ),

  brokerCase(
    'publish/delivered-topic-name-matches-filter-with-wildcard',
    { proves: matchesFilter, needs: ['wildcard-subscriptions'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic('+'), qos: 1 });
      await settle(publisher, subscriber, topic('a'), 1);
      await publisher.publish({ topicName: topic('a/b'), qos: 1, payload: 'stray' });
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'stray' });
      await publisher.publish({ topicName: topic('a'), qos: 1, payload: 'sentinel' });
      const sentinel = { topicName: oneLevelBelow(topic()), payload: utf8('sentinel') };
      await subscriber.expectNothingBefore(sentinel, ifItComes);
    },
  ),
];
