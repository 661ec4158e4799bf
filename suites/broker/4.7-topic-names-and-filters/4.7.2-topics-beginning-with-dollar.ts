import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { pingreq, subscribe, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { asSetUp } from '../shared/set-up.ts';
import { matchingCases } from './matching.ts';

const proves = ['3.1.1/MQTT-4.7.2-1', '5.0/MQTT-4.7.2-1'] as const;
const needs = ['wildcard-subscriptions'] as const;

const matching = matchingCases('topics/dollar', [
  {
    name: 'is-not-matched-by-multi-level-wildcard',
    proves,
    needs,
    ...ifItComes,
    overhears: 'other-cases',
    of: ({ base }) => ({ topicFilter: '#', matches: [`${base}/x`], differs: [`$${base}`, `$${base}/x`] }),
  },
  {
    name: 'is-not-matched-by-single-level-wildcard',
    proves,
    needs,
    ...ifItComes,
    of: ({ base, tag }) => ({ topicFilter: `+/${tag}/x`, matches: [`${base}/x`], differs: [`$${base}/x`] }),
  },
  {
    name: 'is-not-matched-by-both-wildcards',
    proves,
    needs,
    ...ifItComes,
    of: ({ base, tag }) => ({
      topicFilter: `+/${tag}/#`,
      matches: [`${base}/x`],
      differs: [`$${base}`, `$${base}/x`],
    }),
  },
]);

/** Section 4.7.2: Topic Names that begin with `$`. */
export const dollarCases: readonly BrokerCase[] = [
  ...matching,

  brokerCase(
    'topics/dollar/sys-carries-no-messages-between-clients',
    { proves: ['3.1.1/U-4.7.2-1', '5.0/U-4.7.2-1'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      const intruder = await connected('intruder');
      const topicName = `$SYS/${topic()}`;
      await subscriber.subscribe({ topicFilter: topic(), qos: 1 });
      const packetIdentifier = subscriber.nextPacketIdentifier();
      // Refusing the Topic Filter is one way to keep clients from exchanging messages.
      subscriber.send(subscribe({ packetIdentifier, subscriptions: [{ topicFilter: topicName, qos: 1 }] }));
      await asSetUp(subscriber.expect('suback', { packetIdentifier }));
      await settle(publisher, subscriber, topic());

      await intruder.publish({ topicName, payload: 'intruder' });
      intruder.send(pingreq);
      await asSetUp(intruder.expectOrClosed('pingresp'));
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'sentinel' });
      await subscriber.expectNothingBefore({ payload: utf8('sentinel') }, ifItComes);
    },
  ),
];
