import fc from 'fast-check';
import { drawIndex, type Random } from '../../src/bench/statistics/random.ts';
import { packetOf, packetTypesOf, type Sender } from '../../src/packet/arbitraries.ts';
import { encode } from '../../src/packet/encode.ts';
import type { Packet, PacketType } from '../../src/packet/packet.ts';
import { type ProtocolVersion, protocolVersions } from '../../src/spec/protocol-version.ts';
import { malformed } from './malform.ts';

/** Frames of one version, made once: making them is what costs the time. */
export interface VersionPool {
  /** Packets of a client, by type. */
  readonly byType: ReadonlyMap<PacketType, readonly Packet[]>;
  /** Of the packets that do not end a connection. */
  readonly ordinary: readonly Uint8Array[];
  /** CONNECT, DISCONNECT and AUTH. */
  readonly decisive: readonly Uint8Array[];
  /** Wrong on purpose, or from a server; now and then one is right after all. */
  readonly malformed: readonly Uint8Array[];
  readonly connects: readonly Uint8Array[];
}

export type FramePool = Readonly<Record<ProtocolVersion, VersionPool>>;

const decisiveTypes: readonly PacketType[] = ['connect', 'disconnect', 'auth'];
/** The packet with the most rules comes more often than each of the others. */
const publishShare = 5;
/** Few of them, so that packets meet. */
const commonIdentifiers = 40;
const commonAliases = 20;
/** Names that a careless look-up in an object would find. */
const treacherousMethods = ['fuzz', 'fuzz', 'fuzz', 'constructor', '__proto__', 'toString', ''];

/** @param frames about how many */
export function createFramePool(seed: number, frames: number, random: Random): FramePool {
  const [old, current] = protocolVersions.map((version) =>
    versionPool(version, seed, Math.ceil(frames / 4), random),
  );
  return { '3.1.1': old as VersionPool, '5.0': current as VersionPool };
}

function versionPool(version: ProtocolVersion, seed: number, frames: number, random: Random): VersionPool {
  const types = packetTypesOf('client', version);
  const byType = new Map<PacketType, readonly Packet[]>();
  for (const type of types) {
    const share = type === 'publish' ? publishShare : 1;
    const count = Math.ceil((share * frames) / (types.length + publishShare));
    const packets = sample(type, 'client', version, { seed, count });
    byType.set(
      type,
      packets.map((packet) => brought(packet, random)),
    );
  }
  const framesOf = (chosen: readonly PacketType[]): Uint8Array[] =>
    chosen.flatMap((type) => (byType.get(type) ?? []).map((packet) => encode(packet, version)));
  return {
    byType,
    ordinary: framesOf(types.filter((type) => !decisiveTypes.includes(type))),
    decisive: framesOf(decisiveTypes),
    connects: framesOf(['connect']),
    malformed: [
      ...[...byType.values()].flat().flatMap((packet) => malformed(packet, version, random)),
      ...serverFrames(version, seed, frames),
    ],
  };
}

function serverFrames(version: ProtocolVersion, seed: number, frames: number): Uint8Array[] {
  const types = packetTypesOf('server', version);
  const count = Math.ceil(frames / 10 / types.length);
  return types.flatMap((type) =>
    sample(type, 'server', version, { seed, count }).map((packet) => encode(packet, version)),
  );
}

function sample(
  type: PacketType,
  sender: Sender,
  version: ProtocolVersion,
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly Packet[] {
  return fc.sample(packetOf(type, sender, version), { seed, numRuns: count });
}

/** The same packet, brought to where it has an effect: identifiers and aliases in use, methods that exist. */
function brought(packet: Packet, random: Random): Packet {
  const changed: Record<string, unknown> = { ...packet };
  if ('packetIdentifier' in changed && random() < 0.9) {
    changed['packetIdentifier'] = 1 + drawIndex(random, commonIdentifiers);
  }
  // A full store of retained messages answers what the oracle cannot know: let it fill slowly.
  if (packet.type === 'publish' && packet.qos > 0 && random() < 0.9) changed['retain'] = false;
  const properties = { ...(changed['properties'] as Record<string, unknown> | undefined) };
  if (properties['topicAlias'] !== undefined && random() < 0.9) {
    properties['topicAlias'] = 1 + drawIndex(random, commonAliases);
  }
  if (properties['authenticationMethod'] !== undefined && random() < 0.8) {
    properties['authenticationMethod'] = treacherousMethods[drawIndex(random, treacherousMethods.length)];
  }
  if (Object.keys(properties).length > 0) changed['properties'] = properties;
  return changed as unknown as Packet;
}
