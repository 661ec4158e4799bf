import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import type { QoS } from '../../../src/packet/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { subscribeAtAnyQoS } from './steps.ts';

const levels: readonly QoS[] = [0, 1, 2];

/** Section 3.8.4: the QoS of a delivery, for each QoS published and each QoS asked for. */
export const deliveredQoSCases: readonly BrokerCase[] = levels.flatMap((published) =>
  levels.map((requested) =>
    brokerCase(
      `subscribe/delivered-qos/published-at-${published}-requested-at-${requested}`,
      {
        proves: ['3.1.1/MQTT-3.8.4-6', '5.0/MQTT-3.8.4-8'],
        needs: published === 2 ? ['qos-2'] : [],
      },
      async ({ connected, settle, topic }) => {
        const publisher = await connected('publisher');
        const subscriber = await connected('subscriber');
        const granted = await subscribeAtAnyQoS(subscriber, { topicFilter: topic(), qos: requested });
        await settle(publisher, subscriber, topic());
        await publisher.publish({ topicName: topic(), qos: published, payload: 'message' });
        const lower = published < granted ? published : granted;
        await subscriber.expect('publish', { payload: utf8('message'), qos: lower }, ifItComes);
      },
    ),
  ),
);
