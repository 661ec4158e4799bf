import { type BrokerCase, brokerCase, type CaseOptions } from '../../../src/conformance/index.ts';
import {
  absent,
  type ConnectOptions,
  publish,
  pubrel,
  subscribe,
  subscription,
  unsubscribe,
} from '../../../src/peer/index.ts';
import { asSetUp } from '../shared/set-up.ts';
import { expectAccepted } from './accepted.ts';

const withoutProblemInformation = { properties: { requestProblemInformation: 0 } } as const;

const noResponseInformation: readonly {
  readonly name: string;
  readonly proves: CaseOptions['proves'];
  readonly connect: ConnectOptions;
}[] = [
  { name: 'absent', proves: ['5.0/MQTT-3.1.2-28', '5.0/U-3.1.2.11.6-2'], connect: {} },
  { name: '0', proves: ['5.0/MQTT-3.1.2-28'], connect: { properties: { requestResponseInformation: 0 } } },
];

/**
 * Sections 3.1.2.11.6 and 3.1.2.11.7: Request Response Information, Request Problem Information. (5.0)
 *
 * That an acknowledgement comes at all, and no close, is a precondition. That it carries no details is what the
 * peer watches on every packet.
 */
export const requestedInformationCases: readonly BrokerCase[] = [
  ...noResponseInformation.map(({ name, proves, connect }) =>
    brokerCase(
      `connect/request-response-information/${name}-means-none-in-connack`,
      { proves },
      async ({ open }) => {
        const peer = await open();
        peer.send(peer.connectPacket(connect));
        await expectAccepted(peer, { properties: { responseInformation: absent } });
      },
    ),
  ),

  brokerCase(
    'connect/request-problem-information/0-means-no-details-in-acknowledgements',
    { proves: ['5.0/MQTT-3.1.2-29'] },
    async ({ connected, topic }) => {
      const peer = await connected('peer', withoutProblemInformation);
      const packetIdentifier = peer.nextPacketIdentifier();
      peer.send(publish({ topicName: topic('nobody-listens'), qos: 1, packetIdentifier }));
      await asSetUp(peer.expect('puback'));
      peer.send(unsubscribe({ packetIdentifier, topicFilters: [topic('never-subscribed')] }));
      await asSetUp(peer.expect('unsuback'));
      peer.send(subscribe({ packetIdentifier, subscriptions: [subscription({ topicFilter: topic() })] }));
      await asSetUp(peer.expect('suback'));
    },
  ),

  brokerCase(
    'connect/request-problem-information/0-means-no-details-in-pubcomp-of-an-unknown-identifier',
    { proves: ['5.0/MQTT-3.1.2-29'], needs: ['qos-2'] },
    async ({ connected }) => {
      const peer = await connected('peer', withoutProblemInformation);
      peer.send(pubrel(peer.nextPacketIdentifier()));
      await asSetUp(peer.expect('pubcomp'));
    },
  ),

  ...refusedPublications(),
];

function refusedPublications(): readonly BrokerCase[] {
  return (
    [
      { qos: 1, answer: 'puback', needs: [] },
      { qos: 2, answer: 'pubrec', needs: ['qos-2'] },
    ] as const
  ).map(({ qos, answer, needs }) =>
    brokerCase(
      `connect/request-problem-information/0-means-no-details-in-a-refusing-${answer}`,
      { proves: ['5.0/MQTT-3.1.2-29'], needs: ['denied-publish-topic', ...needs] },
      async ({ connected, target }) => {
        const peer = await connected('peer', withoutProblemInformation);
        const packetIdentifier = peer.nextPacketIdentifier();
        const topicName = target.deniedPublishTopic ?? '';
        peer.send(publish({ topicName, qos, packetIdentifier }));
        await asSetUp(peer.expect(answer));
      },
    ),
  );
}
