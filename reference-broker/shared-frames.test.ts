import { describe, expect, test } from 'vitest';
import type { Connect } from '../src/packet/connect.ts';
import { encode } from '../src/packet/encode.ts';
import type { Packet } from '../src/packet/packet.ts';
import type { Publish } from '../src/packet/publish.ts';
import type { Subscription } from '../src/packet/subscribe.ts';
import { type ProtocolVersion, protocolVersions } from '../src/spec/protocol-version.ts';
import { memoryPair } from '../src/transport/memory.ts';
import { createTestBroker, subscribe, type TestBroker } from './fixtures/test-broker.ts';
import { openTestClient, payloads, publish, type TestClient, to } from './fixtures/test-client.ts';

/** A subscriber, by what it says of itself. */
interface Listener {
  readonly name: string;
  readonly version: ProtocolVersion;
  readonly connect?: Partial<Connect>;
  readonly options?: Partial<Subscription>;
  readonly subscriptionIdentifier?: number;
}

const smallestOfLarge = 40;

const listeners: readonly Listener[] = [
  { name: 'old', version: '3.1.1', options: { qos: 0 } },
  { name: 'old, up to QoS 2', version: '3.1.1' },
  { name: 'plain', version: '5.0', options: { qos: 0 } },
  { name: 'plain, up to QoS 2', version: '5.0' },
  { name: 'with an identifier', version: '5.0', options: { qos: 0 }, subscriptionIdentifier: 7 },
  { name: 'another plain', version: '5.0', options: { qos: 0 } },
  { name: 'with another identifier', version: '5.0', options: { qos: 1 }, subscriptionIdentifier: 300 },
  { name: 'Retain As Published', version: '5.0', options: { qos: 0, retainAsPublished: true } },
  {
    name: 'Topic Alias Maximum',
    version: '5.0',
    options: { qos: 0 },
    connect: { properties: { topicAliasMaximum: 1 } },
  },
  {
    name: 'Maximum Packet Size',
    version: '5.0',
    options: { qos: 0 },
    connect: { properties: { maximumPacketSizeBytes: smallestOfLarge } },
  },
  { name: 'another old', version: '3.1.1', options: { qos: 0 } },
];

const forwarded = {
  payloadFormatIndicator: 1,
  contentType: 'text/plain',
  responseTopic: 'answers',
  correlationData: Buffer.from([1, 2, 3]),
  userProperty: [
    ['b', '1'],
    ['a', '2'],
    ['b', '1'],
  ],
} as const;

/** What is published to `a`, by what is special about it. */
const publications: Readonly<Record<string, Partial<Publish>>> = {
  'QoS 0': {},
  'QoS 1': { qos: 1, packetIdentifier: 1 },
  'QoS 2': { qos: 2, packetIdentifier: 2 },
  'QoS 0 with RETAIN': { retain: true },
  'QoS 1 with RETAIN and DUP': { qos: 1, packetIdentifier: 1, retain: true, dup: true },
  'no payload': { payload: Buffer.alloc(0) },
  'a payload to the brim of Maximum Packet Size': { payload: Buffer.alloc(smallestOfLarge - 6, 'x') },
  'a payload that is one byte too large for it': { payload: Buffer.alloc(smallestOfLarge - 5, 'x') },
};

const publicationsOf50: typeof publications = {
  'forwarded properties': { properties: forwarded },
  'forwarded properties at QoS 1': { properties: forwarded, qos: 1, packetIdentifier: 1 },
  'a Message Expiry Interval': { properties: { messageExpiryIntervalSeconds: 60 } },
  'a Topic Alias': { properties: { topicAlias: 3 } },
  'a Topic Alias for the Topic Name': { topicName: '', properties: { topicAlias: 3 } },
  'a Topic Alias and more': { topicName: '', properties: { ...forwarded, topicAlias: 3 } },
};

type PublishProperties = NonNullable<Publish['properties']>;

/** Whose PUBLISH becomes whose. */
interface Passage {
  readonly sent: Publish;
  readonly from: ProtocolVersion;
  readonly listener: Listener;
}

/** The PUBLISH that a listener is owed, but for its Topic Alias and its Packet Identifier. */
function owed({ sent, from, listener }: Passage) {
  const { qos: granted = 2, retainAsPublished = false } = listener.options ?? {};
  return {
    topicName: 'a',
    payload: Buffer.from(sent.payload).toString('hex'),
    qos: Math.min(sent.qos, granted),
    dup: false,
    retain: sent.retain && retainAsPublished,
    properties: listener.version === '5.0' ? owedProperties({ sent, from, listener }) : {},
  };
}

function owedProperties({ sent, from, listener }: Passage): object {
  const { topicAlias: _, ...properties }: PublishProperties = from === '5.0' ? (sent.properties ?? {}) : {};
  const { subscriptionIdentifier } = listener;
  return {
    ...properties,
    ...(subscriptionIdentifier === undefined ? {} : { subscriptionIdentifier: [subscriptionIdentifier] }),
  };
}

/** What came, with the Topic Alias taken back. */
function received(packet: Packet) {
  if (packet.type !== 'publish') throw new Error(`a listener got ${packet.type}`);
  const { topicName, qos, dup, retain, payload } = packet;
  const { topicAlias, ...properties }: PublishProperties = packet.properties ?? {};
  const { correlationData } = properties;
  return {
    topicName: topicName === '' && topicAlias === 1 ? 'a' : topicName,
    payload: Buffer.from(payload).toString('hex'),
    qos,
    dup,
    retain,
    properties: { ...properties, ...(correlationData && { correlationData: Buffer.from(correlationData) }) },
  };
}

function fits({ sent, from, listener }: Passage): boolean {
  const most = listener.connect?.properties?.maximumPacketSizeBytes ?? Number.POSITIVE_INFINITY;
  const { qos, properties } = owed({ sent, from, listener });
  return (
    encode({ ...sent, topicName: 'a', qos: qos as 0, properties: properties ?? {} }, '5.0').length <= most
  );
}

interface Open {
  readonly listener: Listener;
  readonly client: TestClient;
}

async function openListeners(host: TestBroker, order: readonly Listener[]): Promise<Open[]> {
  const open: Open[] = [];
  for (const listener of order) {
    const { name, version, connect, options, subscriptionIdentifier } = listener;
    const client = await host.connect({ clientIdentifier: name, protocolVersion: version, ...connect });
    await subscribe(client, [to('a', options)], subscriptionIdentifier);
    open.push({ listener, client });
  }
  return open;
}

describe.each([
  ['in one order', listeners],
  ['in the other order', listeners.toReversed()],
])('subscribers %s', (_, order) => {
  test.each(protocolVersions)('each gets what it is owed of a publisher of %s', async (from) => {
    await using host = createTestBroker();
    const open = await openListeners(host, order);
    const publisher = await host.connect({ clientIdentifier: 'publisher', protocolVersion: from });
    const all = { ...publications, ...(from === '5.0' ? publicationsOf50 : {}) };
    for (const [name, changes] of Object.entries(all)) {
      const sent = publish('a', 'hello', changes);
      // The first of one read may be sent on in another way than those that follow.
      const each = sent.qos === 2 ? 1 : 3;
      publisher.sendBytes(Buffer.concat(Array.from({ length: each }, () => encode(sent, from))));
      if (sent.qos === 2) publisher.send({ type: 'pubrel', packetIdentifier: 2, reasonCode: 0 });
      await publisher.fence();
      for (const { listener, client } of open) {
        const passage: Passage = { sent, from, listener };
        const expected = fits(passage) ? Array.from({ length: each }, () => owed(passage)) : [];
        expect((await client.fence()).map(received), `${name}, ${listener.name}`).toEqual(expected);
      }
    }
  });
});

test('what is too large for one subscriber counts as dropped, and reaches the others', async () => {
  await using host = createTestBroker();
  const open = await openListeners(host, listeners);
  const publisher = await host.connect({ clientIdentifier: 'publisher' });
  publisher.send(publish('a', 'x'.repeat(100)));
  await publisher.fence();
  const got = await Promise.all(open.map(async ({ client }) => payloads(await client.fence()).length));
  expect(got.filter((count) => count === 1)).toHaveLength(listeners.length - 1);
  expect(host.broker.stats.messagesDropped['too-large-for-subscriber']).toBe(1);
});

test('a Message Expiry Interval says what is left when a message waited for a slow reader at QoS 0', async () => {
  await using host = createTestBroker({ limits: { outboundBufferBytes: 1_000 } });
  const slow = await host.connect({ clientIdentifier: 'slow' });
  await subscribe(slow, [to('a', { qos: 0 })]);
  slow.pause();
  const publisher = await host.connect({ clientIdentifier: 'publisher' });
  for (const messageExpiryIntervalSeconds of [100, 100, 5])
    publisher.send(publish('a', 'x'.repeat(1_000), { properties: { messageExpiryIntervalSeconds } }));
  await publisher.fence();
  host.clock.advance(10_000);
  slow.resume();
  const left = (await slow.fence()).map(
    (packet) => packet.type === 'publish' && packet.properties?.messageExpiryIntervalSeconds,
  );
  // The first left before the time moved, the third expired.
  expect(left).toEqual([100, 90]);
});

test('a Remaining Length that takes more bytes than it needs is not passed on', async () => {
  await using host = createTestBroker();
  const [near, far] = memoryPair();
  host.broker.accept(far);
  const came: Uint8Array[] = [];
  const raw = Object.create(near, {
    onData: {
      value: (listener: (chunk: Uint8Array) => void) =>
        near.onData((chunk) => {
          came.push(Buffer.from(chunk));
          listener(chunk);
        }),
    },
  }) as typeof near;
  const listener = await openTestClient(raw, {
    type: 'connect',
    protocolVersion: '3.1.1',
    cleanStart: true,
    keepAliveSeconds: 0,
    clientIdentifier: 'listener',
  });
  await subscribe(listener, ['a']);
  came.length = 0;
  const publisher = await host.connect({ clientIdentifier: 'publisher', protocolVersion: '3.1.1' });
  // Only 5.0 forbids it, so a publisher of 3.1.1 may. [5.0/MQTT-1.5.5-1]
  for (const length of [
    [0x84, 0x00],
    [0x84, 0x80, 0x00],
    [0x84, 0x80, 0x80, 0x00],
  ])
    publisher.sendBytes(Buffer.from([0x30, ...length, 0, 1, 0x61, 0x62]));
  await publisher.fence();
  expect(payloads(await listener.fence())).toEqual(['b', 'b', 'b']);
  const plain = encode(publish('a', 'b'), '3.1.1');
  const pingresp = encode({ type: 'pingresp' }, '3.1.1');
  expect(Buffer.concat(came)).toEqual(Buffer.concat([plain, plain, plain, pingresp]));
});

test('a RETAIN that the broker does not offer is not passed on either', async () => {
  await using host = createTestBroker({ capabilities: { retainAvailable: false } });
  const open = await openListeners(host, listeners);
  const publisher = await host.connect({ clientIdentifier: 'publisher', protocolVersion: '3.1.1' });
  const sent = publish('a', 'x', { retain: true });
  publisher.send(sent);
  await publisher.fence();
  for (const { listener, client } of open) {
    const expected = owed({ sent: { ...sent, retain: false }, from: '3.1.1', listener });
    expect((await client.fence()).map(received), `to ${listener.name}`).toEqual([expected]);
  }
});
