import { encode, type Packet } from '../../packet/index.ts';
import type { ProtocolVersion } from '../../spec/protocol-version.ts';
import { type ByteStream, memoryPair, type StreamEnd } from '../../transport/index.ts';
import { createFrameCutter } from './frames.ts';
import type { Fate, Frame, Lie, Link, Saboteur, Scene } from './saboteur.ts';

/** The lie of the honest proxy: everything passes. A case must pass behind it. */
export const honest: Saboteur = { id: 'honest', breaks: [], does: 'Passes everything on.', lie: () => ({}) };

/**
 * Puts a saboteur into every connection of one case: what it returns dials the broker, and hands out the end
 * of a wire that leads through the lie.
 */
export function sabotaged(
  saboteur: Saboteur,
  mqtt: ProtocolVersion,
  dial: () => Promise<ByteStream>,
): () => Promise<ByteStream> {
  const links: Link[] = [];
  const scene: Scene = { mqtt, links };
  const lie = saboteur.lie(scene);
  return async () => {
    const broker = await dial();
    const [peerSide, ourSide] = memoryPair();
    links.push(joinLink(ourSide, broker, lie, mqtt, links.length));
    return peerSide;
  };
}

function joinLink(
  peer: ByteStream,
  broker: ByteStream,
  lie: Lie,
  mqtt: ProtocolVersion,
  index: number,
): Link {
  const fromPeer = createFrameCutter('server', mqtt);
  const fromBroker = createFrameCutter('client', mqtt);
  let open = true;

  const bytesOf = (packet: Packet | Uint8Array) =>
    packet instanceof Uint8Array ? packet : encode(packet, mqtt);
  const link: Link = {
    mqtt,
    index,
    get open() {
      return open;
    },
    toPeer: (packet) => peer.write(bytesOf(packet)),
    toBroker: (packet) => broker.write(bytesOf(packet)),
    closePeer() {
      open = false;
      peer.close();
    },
    cutBroker: () => broker.reset(),
  };

  function pass(frame: Frame, fate: Fate, on: (packet: Packet | Uint8Array) => void): void {
    if (fate === 'drop') return;
    if (fate === 'pass') return on(frame.bytes);
    for (const packet of fate.instead) on(packet);
  }

  peer.onData((chunk) => {
    for (const frame of fromPeer(chunk)) pass(frame, lie.fromPeer?.(frame, link) ?? 'pass', link.toBroker);
  });
  broker.onData((chunk) => {
    for (const frame of fromBroker(chunk)) pass(frame, lie.fromBroker?.(frame, link) ?? 'pass', link.toPeer);
  });
  peer.onEnd((end) => {
    open = false;
    if (end.kind !== 'local' && lie.peerEnded?.(end, link) === 'hold') return;
    endAs(broker, end);
  });
  broker.onEnd((end) => {
    if (end.kind === 'local' || lie.brokerEnded?.(end, link) === 'hold') return;
    open = false;
    endAs(peer, end);
  });
  return link;
}

function endAs(stream: ByteStream, end: StreamEnd): void {
  if (end.kind === 'reset' || end.kind === 'failed') stream.reset();
  else stream.close();
}
