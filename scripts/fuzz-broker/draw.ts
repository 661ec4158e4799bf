import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';
import type { ProtocolVersion } from '../../src/spec/protocol-version.ts';
import type { Conversation } from './conversation.ts';
import type { FramePool } from './frame-pool.ts';
import { mutated } from './mutate.ts';
import { opening, unfinishedConnect } from './opening.ts';

/** Where a conversation is attacked. */
export type Context = 'before-connect' | 'first-packet' | 'authenticating' | 'connected';

export interface Plan {
  readonly context: Context;
  readonly version: ProtocolVersion;
  readonly turns: number;
}

const mostTurns = 4;
const mostFrames = 16;

export function drawPlan(random: Random): Plan {
  const context = drawContext(random());
  return {
    context,
    // 3.1.1 has no AUTH.
    version: context === 'authenticating' || random() < 0.7 ? '5.0' : '3.1.1',
    turns: 1 + drawIndex(random, mostTurns),
  };
}

function drawContext(chance: number): Context {
  if (chance < 0.04) return 'before-connect';
  if (chance < 0.14) return 'first-packet';
  return chance < 0.2 ? 'authenticating' : 'connected';
}

/** What a conversation sends next. */
export function drawFrames(
  conversation: Conversation,
  plan: Plan,
  pool: FramePool,
  random: Random,
): Uint8Array[] {
  const count = 1 + drawIndex(random, mostFrames);
  const some = (): Uint8Array[] => Array.from({ length: count }, () => drawFrame(plan.version, pool, random));
  if (conversation.turns > 0) return some();
  switch (plan.context) {
    case 'before-connect':
      return some();
    case 'first-packet':
      return [drawFirstPacket(plan.version, pool, random), ...some()];
    case 'authenticating':
      return [
        unfinishedConnect(pool, random),
        ...(random() < 0.5 ? [drawFrom(pool['5.0'].decisive, random)] : []),
        ...some(),
      ];
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
