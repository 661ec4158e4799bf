import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { oneOf, utf8 } from '../../../src/peer/index.ts';
import { hasPayload } from '../shared/set-up.ts';

type Level = 0 | 1 | 2;
const highestQoS = ['3.1.1/MQTT-3.3.5-1', '5.0/MQTT-3.3.4-2'] as const;
const furtherCopies = ['3.1.1/U-3.3.5-1', '5.0/U-3.3.4-2'] as const;

/** A message matches two subscriptions of one client. (3.1.1 section 3.3.5, 5.0 section 3.3.4) */
export const overlappingCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/overlapping-subscriptions-deliver-at-highest-qos-1-by-wildcard',
    { proves: highestQoS, needs: ['wildcard-subscriptions'] },
    (context) => highest(context, { exact: 0, wildcard: 1 }),
  ),

  brokerCase(
    'publish/overlapping-subscriptions-deliver-at-highest-qos-1-by-exact-filter',
    { proves: highestQoS, needs: ['wildcard-subscriptions'] },
    (context) => highest(context, { exact: 1, wildcard: 0 }),
  ),

  brokerCase(
    'publish/overlapping-subscriptions-deliver-at-highest-qos-2-by-wildcard',
    { proves: highestQoS, needs: ['wildcard-subscriptions', 'qos-2'] },
    (context) => highest(context, { exact: 1, wildcard: 2 }),
  ),

  brokerCase(
    'publish/overlapping-subscriptions-deliver-at-highest-qos-2-by-exact-filter',
    { proves: highestQoS, needs: ['wildcard-subscriptions', 'qos-2'] },
    (context) => highest(context, { exact: 2, wildcard: 0 }),
  ),

  brokerCase(
    'publish/overlapping-subscriptions-deliver-one-copy-each-at-most',
    { proves: furtherCopies, needs: ['wildcard-subscriptions'] },
    async (context) => {
      const { publisher, subscriber, topicName } = await overlap(context, { exact: 1, wildcard: 1 });
      await publisher.publish({ topicName, qos: 1, payload: 'message' });
      await publisher.publish({ topicName, qos: 1, payload: 'sentinel' });
      const [message, sentinel] = [utf8('message'), utf8('sentinel')];
      await subscriber.expect('publish', { payload: message });
      // One copy for both subscriptions, or one for each: never a third.
      const next = await subscriber.expect('publish', { payload: oneOf(message, sentinel) });
      if (hasPayload(next, 'message')) await subscriber.expectNothingBefore({ payload: sentinel });
    },
  ),
];

/** The QoS of the two subscriptions. */
interface Levels {
  readonly exact: Level;
  readonly wildcard: Level;
}

async function overlap({ connected, settle, topic }: CaseContext, { exact, wildcard }: Levels) {
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber');
  const topicName = topic('a');
  // Each subscription is seen to deliver by itself: SUBACK does not say that it is in force.
  await subscriber.subscribe({ topicFilter: topicName, qos: exact });
  await settle(publisher, subscriber, topicName);
  await subscriber.subscribe({ topicFilter: topic('+'), qos: wildcard });
  await settle(publisher, subscriber, topic('b'));
  return { publisher, subscriber, topicName };
}

/** Where the server sends two copies, the one at the highest QoS may be the second. */
async function highest(context: CaseContext, levels: Levels): Promise<void> {
  const { exact, wildcard } = levels;
  const { publisher, subscriber, topicName } = await overlap(context, levels);
  const qos = Math.max(exact, wildcard) as Level;
  await publisher.publish({ topicName, qos, payload: 'message' });
  const first = await subscriber.expect('publish', {
    payload: utf8('message'),
    qos: oneOf<Level>(exact, wildcard),
  });
  if (first.qos !== qos) await subscriber.expect('publish', { payload: utf8('message'), qos });
}
