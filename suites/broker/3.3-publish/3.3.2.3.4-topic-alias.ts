import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { type Peer, publish, utf8 } from '../../../src/peer/index.ts';
import { expectOnlySentinel } from '../shared/measured.ts';
import { asSetUp, settledSubscriber } from '../shared/set-up.ts';
import { sendAtQoS1 } from './properties-scene.ts';
import { expectRefused, generalCodes } from './refusal.ts';

const needs = ['inbound-topic-alias'] as const;
const accepted = '5.0/MQTT-3.3.2-12';
/** On a PUBLISH with Topic Name and Topic Alias, and on one with the alias alone. */
const onMapping = [accepted, '5.0/U-3.3.2.3.4-2', '5.0/U-3.3.4-11'] as const;
const onAliasAlone = [accepted, '5.0/U-3.3.2.3.4-3', '5.0/U-3.3.4-8'] as const;

/** Section 3.3.2.3.4: what a server does with the Topic Aliases of a client. */
export const topicAliasCases: readonly BrokerCase[] = [
  brokerCase(
    'publish/topic-alias-stands-for-its-topic-name',
    {
      proves: [...new Set([...onMapping, ...onAliasAlone])],
      needs,
    },
    async (context) => {
      const publisher = await context.connected('publisher');
      const subscriber = await settledSubscriber(context, publisher, context.topic());
      const mapping = { topicName: context.topic(), topicAlias: 1 };
      await expectMapped(publisher, subscriber, mapping, onMapping);
      sendAtQoS1(publisher, { topicName: '', payload: 'again', properties: { topicAlias: 1 } });
      await subscriber.expect('publish', { payload: utf8('again') }, { proves: onAliasAlone });
    },
  ),

  brokerCase(
    'publish/topic-aliases-up-to-the-maximum-are-accepted',
    { proves: [accepted], needs },
    async (context) => {
      const { connected, settle, topic, announced } = context;
      const maximum = announced.topicAliasMaximum;
      const topicAliases = [...new Set([maximum, 1, Math.ceil(maximum / 2), Math.min(2, maximum)])];
      const publisher = await connected('publisher');
      const subscriber = await connected('subscriber');
      const filterOf = (topicAlias: number) => ({ topicFilter: topic(`${topicAlias}`), qos: 1 as const });
      await subscriber.subscribe(topicAliases.map(filterOf));
      for (const topicAlias of topicAliases) await settle(publisher, subscriber, topic(`${topicAlias}`));
      const namesOf = new Map<number, string>();
      for (const topicAlias of topicAliases) {
        const message = { topicName: topic(`${topicAlias}`), topicAlias };
        namesOf.set(topicAlias, await expectMapped(publisher, subscriber, message));
      }
      for (const [topicAlias, topicName] of namesOf) {
        sendAtQoS1(publisher, { topicName: '', payload: `to ${topicAlias}`, properties: { topicAlias } });
        await subscriber.expect('publish', { payload: utf8(`to ${topicAlias}`), topicName });
      }
    },
  ),

  brokerCase(
    'publish/topic-alias-can-be-mapped-anew',
    { proves: [accepted, '5.0/U-3.3.2.3.4-4', '5.0/U-3.3.4-9'], needs },
    async (context) => {
      const [first, second] = [context.topic('first'), context.topic('second')];
      const publisher = await context.connected('publisher');
      const ofFirst = await settledSubscriber(context, publisher, first, 'ofFirst');
      const ofSecond = await settledSubscriber(context, publisher, second, 'ofSecond');
      await expectMapped(publisher, ofFirst, { topicName: first, topicAlias: 1 }, [accepted]);
      await expectMapped(publisher, ofSecond, { topicName: second, topicAlias: 1 });
      sendAtQoS1(publisher, { topicName: '', payload: 'again', properties: { topicAlias: 1 } });
      await ofSecond.expect('publish', { payload: utf8('again') });
      await expectOnlySentinel(publisher, ofFirst, first);
    },
  ),

  brokerCase(
    'publish/topic-alias-of-an-earlier-connection-closes',
    { proves: ['5.0/MQTT-3.3.2-7', '5.0/U-3.3.2.3.4-5', '5.0/U-3.3.4-10'], needs },
    async (context) => {
      const { subscriber, publisher } = await mappedAlias(context);
      await publisher.disconnect();
      const later = await context.connected('publisher', { ...context.persistent });
      await expectUnknown(context, later, subscriber);
    },
  ),

  brokerCase(
    'publish/topic-alias-of-another-connection-closes',
    { proves: ['5.0/MQTT-3.3.2-7', '5.0/U-3.3.2.3.4-5', '5.0/U-3.3.4-10'], needs },
    async (context) => {
      const { subscriber } = await mappedAlias(context);
      await expectUnknown(context, await context.connected('other'), subscriber);
    },
  ),
];

interface Mapping {
  readonly topicName: string;
  readonly topicAlias: number;
}

/** A PUBLISH with both Topic Name and Topic Alias is delivered. @returns the Topic Name that the server gave it */
async function expectMapped(
  publisher: Peer,
  subscriber: Peer,
  mapping: Mapping,
  proves?: BrokerCase['proves'],
): Promise<string> {
  const { topicName, topicAlias } = mapping;
  sendAtQoS1(publisher, { topicName, payload: 'mapped', properties: { topicAlias } });
  const options = proves === undefined ? {} : { proves };
  const delivered = await subscriber.expect('publish', { payload: utf8('mapped') }, options);
  return delivered.topicName;
}

/** A publisher whose Topic Alias 1 was seen to stand for the topic of the case; a set-up step. */
async function mappedAlias(context: CaseContext) {
  const publisher = await context.connected('publisher', context.persistent);
  const subscriber = await settledSubscriber(context, publisher, context.topic());
  const mapping = { topicName: context.topic(), topicAlias: 1 };
  await asSetUp(expectMapped(publisher, subscriber, mapping));
  sendAtQoS1(publisher, { topicName: '', payload: 'again', properties: { topicAlias: 1 } });
  await asSetUp(subscriber.expect('publish', { payload: utf8('again') }));
  return { publisher, subscriber };
}

/** On this connection Topic Alias 1 means nothing: it closes, and the message reaches nobody. */
async function expectUnknown(context: CaseContext, peer: Peer, subscriber: Peer): Promise<void> {
  await peer.fence();
  peer.send(publish({ topicName: '', payload: 'lost', properties: { topicAlias: 1 } }));
  await expectRefused(peer, ['5.0/MQTT-3.3.2-7', '5.0/U-3.3.2.3.4-5', '5.0/U-3.3.4-10'], {
    codes: generalCodes,
  });
  await expectOnlySentinel(await context.connected('witness'), subscriber, context.topic());
}
