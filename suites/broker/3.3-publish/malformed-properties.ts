import { type BrokerCase, brokerCase, type CaseContext } from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { type Matcher, oneOf, publish, utf8 } from '../../../src/peer/index.ts';
import { ifItComes } from '../shared/measured.ts';
import { asSetUp, settledSubscriber, takenUp } from '../shared/set-up.ts';
import { generalCodes, type RefusedPublish, refusedPublishes } from './refusal.ts';

const message = ({ topic }: CaseContext) => ({ topicName: topic(), payload: 'message' });

type Spoiled = Pick<RefusedPublish, 'name' | 'proves' | 'overrides'>;

// biome-ignore format: a table is read one fault a line
const faults: readonly Spoiled[] = [
  { name: 'ill-formed-response-topic', proves: ['5.0/MQTT-3.3.2-13'], overrides: { properties: { responseTopic: raw('0003 61c0af') } } },
  { name: 'surrogate-in-response-topic', proves: ['5.0/MQTT-3.3.2-13'], overrides: { properties: { responseTopic: raw('0004 61eda080') } } },
  { name: 'null-character-in-response-topic', proves: ['5.0/MQTT-3.3.2-13'], overrides: { properties: { responseTopic: raw('0003 610062') } } },
  { name: 'response-topic-twice', proves: ['5.0/U-3.3.2.3.5-1'], overrides: { properties: { responseTopic: 'a' }, extraProperties: [[0x08, raw('0001 62')]] } },
  { name: 'correlation-data-twice', proves: ['5.0/U-3.3.2.3.6-1'], overrides: { properties: { correlationData: Uint8Array.of(1) }, extraProperties: [[0x09, raw('0001 02')]] } },
  { name: 'ill-formed-content-type', proves: ['5.0/MQTT-3.3.2-19'], overrides: { properties: { contentType: raw('0003 61c0af') } } },
  { name: 'surrogate-in-content-type', proves: ['5.0/MQTT-3.3.2-19'], overrides: { properties: { contentType: raw('0004 61eda080') } } },
  { name: 'null-character-in-content-type', proves: ['5.0/MQTT-3.3.2-19'], overrides: { properties: { contentType: raw('0003 610062') } } },
  { name: 'content-type-twice', proves: ['5.0/U-3.3.2.3.9-1'], overrides: { properties: { contentType: 'a' }, extraProperties: [[0x03, raw('0001 62')]] } },
  { name: 'subscription-identifier-0', proves: ['5.0/U-3.3.2.3.8-1'], overrides: { extraProperties: [[0x0b, raw('00')]] } },
  { name: 'subscription-identifier-from-client', proves: ['5.0/MQTT-3.3.4-6', '5.0/U-3.3.4-5'], overrides: { extraProperties: [[0x0b, raw('07')]] } },
  { name: 'property-of-connect-in-publish', proves: ['5.0/U-2.2.2.2-1'], overrides: { extraProperties: [[0x11, raw('00000001')]] } },
  { name: 'unknown-property-in-publish', proves: ['5.0/U-2.2.2.2-1'], overrides: { extraProperties: [[0x7e, raw('00')]] } },
];

/** Section 3.3.2.3: properties that no server may take, and those that it may not pass on. */
export const malformedPropertyCases: readonly BrokerCase[] = [
  ...refusedPublishes(faults.map((fault) => ({ ...fault, codes: generalCodes, publish: message }))),

  ...['#', '+', 'answers/#', 'answers/+/to'].map((responseTopic) =>
    brokerCase(
      `publish/response-topic-${nameOf(responseTopic)}-is-not-forwarded`,
      { proves: ['5.0/MQTT-3.3.2-14'] },
      (context) => notForwarded(context, responseTopic),
    ),
  ),
];

/** `a/#` -> `a-hash`. */
function nameOf(responseTopic: string): string {
  return responseTopic.replaceAll('/', '-').replaceAll('#', 'hash').replaceAll('+', 'plus');
}

/**
 * The server may close, refuse the message or drop it. It may not send a PUBLISH of its own whose Response
 * Topic has a wildcard.
 */
async function notForwarded(context: CaseContext, responseTopic: string): Promise<void> {
  const { connected, topic } = context;
  const publisher = await connected('publisher');
  const subscriber = await settledSubscriber(context, publisher, topic());
  const control = { topicName: topic(), qos: 1, properties: { responseTopic: 'answers' } } as const;
  await publisher.publish({ ...control, payload: 'control' });
  await asSetUp(subscriber.expect('publish', { payload: utf8('control') }));
  const requester = await connected('requester');
  const request = publish({ ...control, packetIdentifier: 1, payload: 'request' });
  requester.sendWith(request, { properties: { responseTopic } });
  await takenUp(requester);
  await publisher.publish({ ...control, payload: 'sentinel' });
  const allowed = {
    payload: oneOf(utf8('request'), utf8('sentinel')),
    properties: { responseTopic: withoutWildcard },
  };
  await subscriber.expect('publish', allowed, ifItComes);
}

const withoutWildcard: Matcher<string | undefined> = {
  matches: (responseTopic) => !/[#+]/.test(responseTopic ?? ''),
  text: 'absent or without wildcards',
};
