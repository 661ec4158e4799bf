import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';
import { encode } from '../../src/packet/encode.ts';
import type { Packet, PacketOf } from '../../src/packet/packet.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import type { FramePool } from './frame-pool.ts';

/** Client Identifiers of this beginning are nobody else's, so that nothing is left of them from before. */
export const freshPrefix = 'fresh-';
let fresh = 0;

function freshIdentifier(): string {
  fresh += 1;
  return `${freshPrefix}${fresh}`;
}

const sharedIdentifiers = 8;

function drawConnect(version: ProtocolVersion, pool: FramePool, random: Random): PacketOf<'connect'> {
  const connects = pool[version].byType.get('connect') ?? [];
  return connects[drawIndex(random, connects.length)] as PacketOf<'connect'>;
}

/** A CONNECT that is accepted, subscriptions, and an alias to use. */
export function opening(version: ProtocolVersion, pool: FramePool, random: Random): Uint8Array[] {
  const drawn = drawConnect(version, pool, random);
  const isShared = random() < 0.1;
  const connect: Packet = {
    ...(version === '5.0' && random() < 0.1
      ? withMethod(drawn, Uint8Array.of(1))
      : withoutAuthentication(drawn)),
    cleanStart: !isShared,
    clientIdentifier: isShared ? `shared-${drawIndex(random, sharedIdentifiers)}` : freshIdentifier(),
    keepAliveSeconds: Math.max(10, drawn.keepAliveSeconds),
  };
  const topicFilter = random() < 0.05 ? '#' : `fuzz/${drawIndex(random, 16)}/#`;
  const qos = drawIndex(random, 3) as 0 | 1 | 2;
  const plain = { qos, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  const subscribe: Packet = {
    type: 'subscribe',
    packetIdentifier: 1,
    subscriptions: [{ topicFilter, ...plain }],
  };
  const publish: Packet = {
    type: 'publish',
    topicName: topicFilter === '#' ? 'fuzz' : topicFilter.replace('/#', ''),
    payload: Buffer.from('x'),
    qos,
    dup: false,
    retain: false,
    ...(qos === 0 ? {} : { packetIdentifier: 1 }),
    ...(version === '5.0' ? { properties: { topicAlias: 1 + drawIndex(random, 16) } } : {}),
  };
  return [connect, subscribe, publish, publish].map((packet) => encode(packet, version));
}

/** A CONNECT that asks for more: AUTH has to come before CONNACK. */
export function unfinishedConnect(pool: FramePool, random: Random): Uint8Array {
  const drawn = drawConnect('5.0', pool, random);
  return encode({ ...withMethod(drawn, new Uint8Array()), clientIdentifier: freshIdentifier() }, '5.0');
}

/** Authentication Data of a first byte 1 succeeds; the client may authenticate again later. */
function withMethod(connect: PacketOf<'connect'>, authenticationData: Uint8Array): PacketOf<'connect'> {
  return {
    ...connect,
    properties: { ...connect.properties, authenticationMethod: 'fuzz', authenticationData },
  };
}

/** No method that would be refused. */
function withoutAuthentication(connect: PacketOf<'connect'>): PacketOf<'connect'> {
  if (connect.properties?.authenticationMethod === undefined) return connect;
  const { authenticationMethod: _method, authenticationData: _data, ...properties } = connect.properties;
  return { ...connect, properties };
}
