import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { oneOf, publish, SetupFailed, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { asSetUp, hasPayload, takenUp } from '../shared/set-up.ts';

/** Section 3.3.1.1: DUP. */
export const dupCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/redelivery-at-qos-1-has-dup-1',
    { proves: ['3.1.1/MQTT-3.3.1-1', '5.0/MQTT-3.3.1-1'], needs: ['session-expiry'] },
    (context) => redelivery(context, 1),
  ),

  brokerCase(
    'publish/redelivery-at-qos-2-has-dup-1',
    { proves: ['3.1.1/MQTT-3.3.1-1', '5.0/MQTT-3.3.1-1'], needs: ['session-expiry', 'qos-2'] },
    (context) => redelivery(context, 2),
  ),

  brokerCase(
    'publish/dup-1-at-qos-1-is-not-propagated',
    { proves: ['3.1.1/MQTT-3.3.1-3', '5.0/MQTT-3.3.1-3', '5.0/U-3.3.1.1-1'] },
    (context) => propagation(context, 1),
  ),

  brokerCase(
    'publish/dup-1-at-qos-2-is-not-propagated',
    { proves: ['3.1.1/MQTT-3.3.1-3', '5.0/MQTT-3.3.1-3', '5.0/U-3.3.1.1-1'], needs: ['qos-2'] },
    (context) => propagation(context, 2),
  ),

  brokerCase(
    'publish/queued-message-is-first-sent-with-dup-0',
    { proves: ['3.1.1/MQTT-3.3.1-3', '5.0/MQTT-3.3.1-3'], needs: ['session-expiry'] },
    async ({ connected, settle, persistent, topic }) => {
      const publisher = await connected('publisher');
      const before = await connected('subscriber', persistent);
      await before.subscribe({ topicFilter: topic(), qos: 1 });
      await settle(publisher, before, topic());
      await before.disconnect();
      await publisher.publish({ topicName: topic(), qos: 1, payload: 'queued' });
      const after = await connected('subscriber', persistent);
      await after.expect('publish', { payload: utf8('queued'), dup: false }, ifItComes);
    },
  ),

  brokerCase(
    'publish/dup-1-at-qos-1-reaches-qos-0-subscriber-with-dup-0',
    { proves: ['3.1.1/MQTT-3.3.1-2', '5.0/MQTT-3.3.1-2'] },
    async ({ connected, settle, topic }) => {
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe(topic());
      await settle(publisher, subscriber, topic());
      await publisher.publish({ topicName: topic(), qos: 1, dup: true, payload: 'message' });
      await subscriber.expect('publish', { payload: utf8('message'), dup: false }, ifItComes);
    },
  ),

  brokerCase(
    'publish/dup-1-at-qos-0-is-not-forwarded-with-dup-1',
    { proves: ['3.1.1/MQTT-3.3.1-2', '5.0/MQTT-3.3.1-2'] },
    async (context) => {
      const { connected, topic } = context;
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      await subscriber.subscribe(topic());
      await context.settle(publisher, subscriber, topic());
      const breaker = await connected('breaker');
      breaker.sendWith(publish({ topicName: topic(), payload: 'dup' }), { dup: true });
      await takenUp(breaker);
      await publisher.publish({ topicName: topic(), payload: 'sentinel' });
      const forwarded = { payload: oneOf(utf8('dup'), utf8('sentinel')), dup: false };
      const first = await subscriber.expect('publish', forwarded, ifItComes);
      // Forwarding it with DUP 0, dropping it and closing on it are all the server's choice.
      if (hasPayload(first, 'dup')) await subscriber.expect('publish', forwarded, ifItComes);
    },
  ),
];

async function redelivery(
  { connected, settle, open, persistent, topic }: CaseContext,
  qos: 1 | 2,
): Promise<void> {
  const publisher = await connected('publisher');
  const before = await connected('subscriber', { ...persistent, acknowledge: 'manual' });
  await before.subscribe({ topicFilter: topic(), qos });
  await settle(publisher, before, topic());
  await publisher.publish({ topicName: topic(), qos, payload: 'message' });
  await asSetUp(before.expect('publish', { payload: utf8('message'), qos }));
  before.cut();
  const after = await open('subscriber');
  const { sessionPresent } = await after.connect(persistent);
  if (!sessionPresent) throw new SetupFailed('the Session was gone when the client came back');
  // That it comes again is another duty (section 4.4); this one is about its flag.
  await after.expect('publish', { payload: utf8('message'), dup: true }, ifItComes);
}

async function propagation(context: CaseContext, qos: 1 | 2): Promise<void> {
  const { connected, settle, topic } = context;
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber');
  await subscriber.subscribe({ topicFilter: topic(), qos });
  await settle(publisher, subscriber, topic());
  await publisher.publish({ topicName: topic(), qos, dup: true, payload: 'message' });
  await subscriber.expect('publish', { payload: utf8('message'), dup: false }, ifItComes);
}
