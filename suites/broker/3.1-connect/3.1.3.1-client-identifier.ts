import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { type Matcher, present, utf8 } from '../../../src/peer/index.ts';
import { asSetUp, publishAndSee } from '../shared/set-up.ts';
import { expectAccepted } from './accepted.ts';
import { expectOnlyTheSentinel, subscribedSession } from './session-scene.ts';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const longestBytes = 23;

function differentFrom(other: string): Matcher<string | undefined> {
  return { matches: (value) => value !== other, text: `not "${other}"` };
}

/** Section 3.1.3.1: Client Identifier. */
export const clientIdentifierCases: readonly BrokerCase[] = [
  brokerCase(
    'connect/client-identifier/23-bytes-of-every-letter-and-digit-are-accepted',
    { proves: ['3.1.1/MQTT-3.1.3-5', '5.0/MQTT-3.1.3-5'] },
    async ({ open, clientIdentifier }) => {
      const ours = clientIdentifier('peer');
      for (let at = 0; at < alphabet.length; at += longestBytes - ours.length) {
        const padding = `${alphabet}${alphabet}`.slice(at);
        const peer = await open('peer', { clientIdentifier: `${ours}${padding}`.slice(0, longestBytes) });
        peer.send(peer.connectPacket());
        await expectAccepted(peer);
        await peer.disconnect();
      }
    },
  ),

  brokerCase(
    'connect/client-identifier/one-byte-is-accepted',
    { proves: ['3.1.1/MQTT-3.1.3-5', '5.0/MQTT-3.1.3-5'] },
    async ({ mqtt, open }) => {
      // So short a name cannot be this case's own, but the case for the other version has another.
      const peer = await open('peer', { clientIdentifier: mqtt === '5.0' ? 'Z' : 'Y' });
      peer.send(peer.connectPacket());
      await expectAccepted(peer);
    },
  ),

  brokerCase(
    'connect/client-identifier/names-the-session',
    { proves: ['3.1.1/MQTT-3.1.3-2', '5.0/MQTT-3.1.3-2'], needs: ['session-expiry'] },
    async (context) => {
      const { connected, persistent } = context;
      const scene = await subscribedSession(context, persistent);
      const { topicName, publisher, subscriber } = scene;
      await subscriber.disconnect();
      await publishAndSee(publisher, topicName, 'for the subscriber');

      const other = await connected('other', persistent);
      await expectOnlyTheSentinel(context, scene, other);
      const { clientIdentifier } = subscriber;
      const again = await connected('again', { clientIdentifier, ...persistent });
      await again.expect('publish', { topicName, payload: utf8('for the subscriber') });
    },
  ),

  brokerCase(
    'connect/client-identifier/upper-and-lower-case-name-two-sessions',
    { proves: ['3.1.1/MQTT-3.1.3-2', '5.0/MQTT-3.1.3-2'] },
    async ({ connected, clientIdentifier }) => {
      const name = clientIdentifier('peer');
      const lower = await connected('lower', { clientIdentifier: `${name}case` });
      const upper = await connected('upper', { clientIdentifier: `${name}CASE` });
      await upper.fence();
      await lower.expectAlive();
    },
  ),

  brokerCase(
    'connect/client-identifier/empty-one-is-replaced-by-a-unique-one',
    { proves: ['3.1.1/MQTT-3.1.3-6', '5.0/MQTT-3.1.3-6'], needs: ['empty-client-identifier'] },
    async ({ connected }) => {
      const first = await connected('first', { clientIdentifier: '' });
      const second = await connected('second', { clientIdentifier: '' });
      await second.fence();
      await first.expectAlive();
    },
  ),

  brokerCase(
    'connect/client-identifier/assigned-one-is-in-connack',
    { proves: ['5.0/MQTT-3.1.3-6', '5.0/MQTT-3.1.3-7'], needs: ['empty-client-identifier'] },
    async ({ open }) => {
      const first = await open('first', { clientIdentifier: '' });
      first.send(first.connectPacket());
      const assigned = { properties: { assignedClientIdentifier: present } };
      const { properties } = await expectAccepted(first, assigned, { proves: ['5.0/MQTT-3.1.3-7'] });

      const second = await open('second', { clientIdentifier: '' });
      second.send(second.connectPacket());
      const assignedClientIdentifier = differentFrom(properties?.assignedClientIdentifier ?? '');
      const another = { properties: { assignedClientIdentifier } };
      await expectAccepted(second, another, { proves: ['5.0/MQTT-3.1.3-6'] });
    },
  ),

  brokerCase(
    'connect/client-identifier/assigned-one-names-the-session',
    { proves: ['5.0/MQTT-3.1.3-7'], needs: ['empty-client-identifier', 'session-expiry'] },
    async ({ connected, open, persistent, settle, topic }) => {
      const topicName = topic();
      const publisher = await connected('publisher');
      const client = await open('client', { clientIdentifier: '' });
      const { properties } = await client.connect({ ...persistent, cleanStart: true });
      await client.subscribe({ topicFilter: topicName, qos: 1 });
      await settle(publisher, client, topicName);
      await publisher.publish({ topicName, qos: 1, payload: 'settled' });
      await asSetUp(client.expect('publish', { topicName, payload: utf8('settled') }));
      await client.fence();
      await client.disconnect();
      await publisher.publish({ topicName, qos: 1, payload: 'while away' });

      const clientIdentifier = properties?.assignedClientIdentifier ?? '';
      const again = await connected('again', { clientIdentifier, ...persistent });
      await again.expect('publish', { topicName, payload: utf8('while away') });
    },
  ),

  brokerCase(
    'connect/client-identifier/empty-one-with-clean-session-0-is-refused',
    { proves: ['3.1.1/MQTT-3.1.3-8'] },
    async ({ open }) => {
      const peer = await open('peer', { clientIdentifier: '' });
      peer.send(peer.connectPacket({ cleanStart: false }));
      await peer.expect('connack', { reasonCode: 0x02 });
      await peer.expectClosed({ connack: 'none' });
    },
  ),

  brokerCase(
    'connect/client-identifier/refused-one-is-answered-with-0x02',
    { proves: ['3.1.1/MQTT-3.1.3-9'], needs: ['refused-client-identifier'] },
    async ({ open, target }) => {
      const peer = await open('peer', { clientIdentifier: target.refusedClientIdentifier ?? '' });
      peer.send(peer.connectPacket());
      await peer.expect('connack', { reasonCode: 0x02 });
      await peer.expectClosed({ connack: 'none' });
    },
  ),

  brokerCase(
    'connect/client-identifier/refused-one-is-closed-on',
    { proves: ['5.0/MQTT-3.1.3-8'], needs: ['refused-client-identifier'] },
    async ({ open, target }) => {
      const peer = await open('peer', { clientIdentifier: target.refusedClientIdentifier ?? '' });
      peer.send(peer.connectPacket());
      await peer.expectClosed();
    },
  ),
];
