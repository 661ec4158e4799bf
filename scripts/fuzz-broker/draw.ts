import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';
import { encode } from '../../src/packet/encode.ts';
import type { Packet, PacketOf } from '../../src/packet/packet.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import type { Conversation } from './conversation.ts';
import type { FramePool } from './frame-pool.ts';
import { mutated } from './mutate.ts';

/** Where a conversation is attacked. */
export type Context = 'before-connect' | 'first-packet' | 'connected';

export interface Plan {
  readonly context: Context;
  readonly version: ProtocolVersion;
  readonly turns: number;
}

/** Client Identifiers of this beginning are nobody else's, so that nothing is left of them from before. */
export const freshPrefix = 'fresh-';
let fresh = 0;

const mostTurns = 4;
const mostFrames = 16;
const sharedIdentifiers = 8;

export function drawPlan(random: Random): Plan {
  const chance = random();
  return {
    context: chance < 0.04 ? 'before-connect' : chance < 0.16 ? 'first-packet' : 'connected',
    version: random() < 0.7 ? '5.0' : '3.1.1',
    turns: 1 + drawIndex(random, mostTurns),
  };
}

/** What a conversation sends next. */
export function drawFrames(
  conversation: Conversation,
  plan: Plan,
  pool: FramePool,
  random: Random,
): Uint8Array[] {
  const count = 1 + drawIndex(random, mostFrames);
  const { model } = conversation;
  const some = (): Uint8Array[] => Array.from({ length: count }, () => drawFrame(plan.version, pool, random));
  if (model.state === 'authenticating') return [drawFrom(pool['5.0'].decisive, random), ...some()];
  if (conversation.turns > 0) return some();
  switch (plan.context) {
    case 'before-connect':
      return some();
    case 'first-packet':
      return [drawFirstPacket(plan.version, pool, random), ...some()];
    case 'connected':
      return [...opening(plan.version, pool, random), ...some()];
  }
}

function drawFrom<T>(list: readonly T[], random: Random): T {
  return list[drawIndex(random, list.length)] as T;
}

function drawFrame(version: ProtocolVersion, pool: FramePool, random: Random): Uint8Array {
  const { ordinary, decisive, malformed } = pool[version];
  const chance = random();
  if (chance < 0.83) return drawFrom(ordinary, random);
  if (chance < 0.85) return drawFrom(decisive, random);
  if (chance < 0.91) return drawFrom(malformed, random);
  const victim = random() < 0.9 ? ordinary : decisive;
  return mutated(drawFrom(victim, random), drawFrom(random() < 0.8 ? ordinary : malformed, random), random);
}

function drawFirstPacket(version: ProtocolVersion, pool: FramePool, random: Random): Uint8Array {
  const { connects, malformed } = pool[version];
  const chance = random();
  if (chance < 0.4) return drawFrom(connects, random);
  const isConnect = (frame: Uint8Array): boolean => (frame[0] ?? 0) >> 4 === 1;
  const wrong = chance < 0.7 ? drawFrom(malformed, random) : undefined;
  if (wrong !== undefined && isConnect(wrong)) return wrong;
  return mutated(drawFrom(connects, random), drawFrom(connects, random), random);
}

/** A CONNECT that is accepted, subscriptions, and an alias to use. */
function opening(version: ProtocolVersion, pool: FramePool, random: Random): Uint8Array[] {
  const drawn = drawFrom(pool[version].byType.get('connect') ?? [], random) as PacketOf<'connect'>;
  const isShared = random() < 0.1;
  fresh += 1;
  const connect: Packet = {
    ...(version === '5.0' && random() < 0.1
      ? withAuthentication(drawn, random)
      : withoutAuthentication(drawn)),
    cleanStart: !isShared,
    clientIdentifier: isShared ? `shared-${drawIndex(random, sharedIdentifiers)}` : `${freshPrefix}${fresh}`,
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

/** Authentication Data of no byte asks for more, so that AUTH comes before CONNACK. */
function withAuthentication(connect: PacketOf<'connect'>, random: Random): PacketOf<'connect'> {
  const authenticationData = Uint8Array.from({ length: drawIndex(random, 2) }, () => drawIndex(random, 4));
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

/** Cuts bytes as a network might. */
export function drawChunks(bytes: Buffer, random: Random): readonly Uint8Array[] {
  const chance = random();
  if (chance < 0.6) return [bytes];
  if (chance < 0.65 && bytes.length < 256) return Array.from(bytes, (byte) => Buffer.from([byte]));
  const pieces: Uint8Array[] = [];
  let from = 0;
  while (from < bytes.length && pieces.length < 4) {
    const to = from + 1 + drawIndex(random, bytes.length - from);
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return from < bytes.length ? [...pieces, bytes.subarray(from)] : pieces;
}
