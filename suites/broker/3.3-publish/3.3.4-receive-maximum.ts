import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import {
  type Peer,
  puback,
  pubcomp,
  publish,
  pubrec,
  pubrel,
  SetupFailed,
  subscribe,
  unsubscribe,
  utf8,
} from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { awaySubscriber, resumed } from './properties-scene.ts';
import { expectRefused } from './refusal.ts';

/** What a server does about it. */
const onTheReaction = ['5.0/U-3.3.4-12'] as const;

/** Section 3.3.4: Receive Maximum, of the client and of the server. */
export const receiveMaximumCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/clients-receive-maximum-is-kept-at-qos-1',
    { proves: ['5.0/MQTT-3.3.4-9'] },
    async (context) => {
      const subscriber = await withMessages(context, { receiveMaximum: 2, qos: 1 });
      const first = await arrived(subscriber, '1');
      await arrived(subscriber, '2');
      await expectNothingMore(subscriber);
      subscriber.send(puback(first));
      await arrived(subscriber, '3');
      await expectNothingMore(subscriber);
    },
  ),

  brokerCase(
    'publish/clients-receive-maximum-is-kept-at-qos-2',
    { proves: ['5.0/MQTT-3.3.4-9'], needs: ['qos-2'] },
    async (context) => {
      const subscriber = await withMessages(context, { receiveMaximum: 1, qos: 2 });
      const first = await arrived(subscriber, '1');
      await expectNothingMore(subscriber);
      // PUBREC does not end the exchange: only PUBCOMP makes room for the next message.
      subscriber.send(pubrec(first));
      await asSetUp(subscriber.expect('pubrel', { packetIdentifier: first }));
      await expectNothingMore(subscriber);
      subscriber.send(pubcomp(first));
      await arrived(subscriber, '2');
      await expectNothingMore(subscriber);
    },
  ),

  brokerCase(
    'publish/receive-maximum-is-that-of-the-connection',
    { proves: ['5.0/MQTT-3.3.4-9', '5.0/U-3.3.4-13'], needs: ['session-expiry'] },
    async (context) => {
      const publisher = await context.connected('publisher');
      await awaySubscriber(context, publisher);
      for (const payload of ['1', '2', '3'])
        await publisher.publish({ topicName: context.topic(), qos: 1, payload });
      const properties = { receiveMaximum: 1 };
      const subscriber = await resumed(context, 'subscriber', { acknowledge: 'manual', properties });
      await arrived(subscriber, '1');
      await expectNothingMore(subscriber);
    },
  ),

  brokerCase(
    'publish/other-packets-are-sent-while-receive-maximum-is-used-up',
    { proves: ['5.0/MQTT-3.3.4-10'] },
    async (context) => {
      const subscriber = await withMessages(context, { receiveMaximum: 1, qos: 1 });
      await arrived(subscriber, '1');
      await subscriber.expectAlive();
      const topicFilter = context.topic('second');
      subscriber.send(subscribe({ packetIdentifier: 101, subscriptions: [{ topicFilter }] }));
      await subscriber.expect('suback', { packetIdentifier: 101 });
      subscriber.send(unsubscribe({ packetIdentifier: 102, topicFilters: [topicFilter] }));
      await subscriber.expect('unsuback', { packetIdentifier: 102 });
      const message = { topicName: context.topic('third'), payload: 'message' };
      subscriber.send(publish({ ...message, qos: 1, packetIdentifier: 103 }));
      await subscriber.expect('puback', { packetIdentifier: 103 });
    },
  ),

  brokerCase(
    'publish/exchange-goes-on-while-receive-maximum-is-used-up',
    { proves: ['5.0/MQTT-3.3.4-10'], needs: ['qos-2'] },
    async (context) => {
      const subscriber = await withMessages(context, { receiveMaximum: 1, qos: 2 });
      const first = await arrived(subscriber, '1');
      const message = { topicName: context.topic('second'), payload: 'message' };
      subscriber.send(publish({ ...message, qos: 2, packetIdentifier: 101 }));
      await subscriber.expect('pubrec', { packetIdentifier: 101 });
      subscriber.send(pubrel(101));
      await subscriber.expect('pubcomp', { packetIdentifier: 101 });
      subscriber.send(pubrec(first));
      await subscriber.expect('pubrel', { packetIdentifier: first });
    },
  ),

  brokerCase(
    'publish/more-than-the-servers-receive-maximum-closes',
    { proves: ['5.0/MQTT-3.3.4-7', '5.0/U-3.3.4-12'], needs: ['qos-2', 'small-receive-maximum'] },
    async (context) => {
      const publisher = await context.connected('publisher');
      const { receiveMaximum } = context.announced;
      for (let open = 0; open < receiveMaximum; open += 1) await leaveOpen(context, publisher);
      await publisher.fence();
      const packetIdentifier = publisher.nextPacketIdentifier();
      publisher.send(publish({ topicName: context.topic(), qos: 2, packetIdentifier, payload: 'too many' }));
      // A server that reads no further, or keeps the message for later, does not answer, and has not taken too many.
      const answer = await asSetUp(publisher.expectOrClosed('pubrec', { packetIdentifier }));
      // A server that refuses the message has not let the client exceed the limit, though it should close.
      const isRefused = answer !== 'closed' && answer.reasonCode >= 0x80;
      const proves = isRefused ? onTheReaction : (['5.0/MQTT-3.3.4-7'] as const);
      await expectRefused(publisher, proves, { codes: [0x93], proves: onTheReaction });
    },
  ),
];

interface Flow {
  readonly receiveMaximum: number;
  readonly qos: 1 | 2;
}

/** A subscriber that acknowledges nothing by itself, and for which three messages are due; a set-up step. */
async function withMessages(context: CaseContext, { receiveMaximum, qos }: Flow): Promise<Peer> {
  const { connected, topic } = context;
  const publisher = await connected('publisher');
  const subscriber = await connected('subscriber', { acknowledge: 'manual', properties: { receiveMaximum } });
  // The probes go to a subscription at QoS 0, which needs no acknowledgement.
  await subscriber.subscribe(topic());
  await context.settle(publisher, subscriber, topic());
  await subscriber.subscribe({ topicFilter: topic(), qos });
  for (const payload of ['1', '2', '3']) await publisher.publish({ topicName: topic(), qos, payload });
  return subscriber;
}

/** @returns the Packet Identifier of the message; a set-up step, since a server may be slow to send what is due */
async function arrived(subscriber: Peer, payload: string): Promise<number> {
  const { packetIdentifier } = await asSetUp(subscriber.expect('publish', { payload: utf8(payload) }));
  if (packetIdentifier === undefined) throw new SetupFailed(`the message ${payload} came at QoS 0`);
  return packetIdentifier;
}

/**
 * A round trip, in which a server that sends more than it may has time to do so. Two, because the first answer
 * may have been written before the messages were looked at. That Receive Maximum was kept is an invariant.
 */
async function expectNothingMore(subscriber: Peer): Promise<void> {
  await subscriber.fence();
  await subscriber.fence();
}

/** A QoS 2 exchange that the server cannot end, because no PUBREL follows; a set-up step. */
async function leaveOpen({ topic }: CaseContext, publisher: Peer): Promise<void> {
  const packetIdentifier = publisher.nextPacketIdentifier();
  publisher.send(publish({ topicName: topic(), qos: 2, packetIdentifier, payload: 'open' }));
  const { reasonCode } = await asSetUp(publisher.expect('pubrec', { packetIdentifier }));
  if (reasonCode >= 0x80)
    throw new SetupFailed(`the server ended the exchange with 0x${reasonCode.toString(16)}`);
}
