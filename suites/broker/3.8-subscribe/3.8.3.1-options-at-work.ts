import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel, ifItComes } from '../shared/measured.ts';
import { asSetUp } from '../shared/set-up.ts';

/** Section 3.8.3.1: No Local, Retain As Published, Retain Handling. (5.0 only) */
export const optionCases: readonly BrokerCase[] = [
  brokerCase(
    'subscribe/no-local-keeps-own-messages-away',
    { proves: ['5.0/MQTT-3.8.3-3'] },
    async ({ connected, settle, topic }) => {
      const other = await connected('other');
      const witness = await connected('witness');
      const subscriber = await connected('subscriber');
      await witness.subscribe({ topicFilter: topic(), qos: 1 });
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, noLocal: true });
      await settle(other, witness, topic());
      await settle(other, subscriber, topic());
      for (const qos of [0, 1] as const) {
        await subscriber.publish({ topicName: topic(), qos, payload: 'own' });
        await asSetUp(witness.expect('publish', { payload: utf8('own') }));
      }
      await expectOnlySentinel(other, subscriber, topic());
    },
  ),

  brokerCase(
    'subscribe/retain-as-published-decides-on-retain-flag',
    { proves: ['5.0/U-3.8.3.1-2'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const keeping = await connected('keeping');
      const clearing = await connected('clearing');
      await keeping.subscribe({ topicFilter: topic(), qos: 1, retainAsPublished: true });
      await clearing.subscribe({ topicFilter: topic(), qos: 1, retainAsPublished: false });
      await settle(publisher, keeping, topic());
      await settle(publisher, clearing, topic());
      for (const retain of [true, false]) {
        const payload = retain ? 'retained' : 'plain';
        await publisher.publish({ topicName: topic(), qos: 1, payload, retain });
        await keeping.expect('publish', { payload: utf8(payload), retain }, ifItComes);
        await clearing.expect('publish', { payload: utf8(payload), retain: false }, ifItComes);
      }
    },
  ),

  brokerCase(
    'subscribe/retain-handling-2-lets-later-messages-through',
    { proves: ['5.0/U-3.8.3.1-3'], needs: ['retain'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe({ topicFilter: topic(), qos: 1, retainHandling: 2 });
      await settle(publisher, subscriber, topic());
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'later', retain: true });
      await subscriber.expect('publish', { payload: utf8('later') });
    },
  ),
];
