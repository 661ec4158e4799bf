import type { Packet, PacketOf, PacketType } from '../../packet/index.ts';
import type { Fate, Frame, Lie, Link } from './saboteur.ts';

/**
 * The general moves that lies are made of. Each takes a condition on packets; `fromBroker` is what the broker
 * sends towards a peer, `fromPeer` what a peer sends towards the broker.
 */

export type Side = 'fromPeer' | 'fromBroker';
type Condition<T extends PacketType> = (packet: PacketOf<T>, link: Link) => boolean;
const always = () => true;

function on<T extends PacketType>(
  side: Side,
  type: T,
  when: Condition<T>,
  fate: (packet: PacketOf<T>, frame: Frame, link: Link) => Fate,
): Lie {
  return {
    [side](frame: Frame, link: Link): Fate {
      const { packet } = frame;
      if (packet === undefined || packet.type !== type) return 'pass';
      const wanted = packet as PacketOf<T>;
      return when(wanted, link) ? fate(wanted, frame, link) : 'pass';
    },
  };
}

/** Swallows packets. */
export function drop<T extends PacketType>(side: Side, type: T, when: Condition<T> = always): Lie {
  return on(side, type, when, () => 'drop');
}

/** Lets a packet pass and sends it once more. */
export function repeat<T extends PacketType>(side: Side, type: T, when: Condition<T> = always): Lie {
  return on(side, type, when, (_packet, { bytes }) => ({ instead: [bytes, bytes] }));
}

/** Changes fields of a packet, or replaces it by bytes. */
export function change<T extends PacketType>(
  side: Side,
  type: T,
  into: (packet: PacketOf<T>, link: Link, bytes: Uint8Array) => Packet | Uint8Array,
  when: Condition<T> = always,
): Lie {
  return on(side, type, when, (packet, { bytes }, link) => ({ instead: [into(packet, link, bytes)] }));
}

/** Lets a packet pass and sends others after it, to the same side. */
export function append<T extends PacketType>(
  side: Side,
  type: T,
  extra: (packet: PacketOf<T>, link: Link) => readonly (Packet | Uint8Array)[],
  when: Condition<T> = always,
): Lie {
  return on(side, type, when, (packet, { bytes }, link) => ({ instead: [bytes, ...extra(packet, link)] }));
}

/** Answers a peer's packet in the broker's place; the broker never sees it. */
export function answer<T extends PacketType>(
  type: T,
  reply: (packet: PacketOf<T>, link: Link) => Packet | Uint8Array,
  when: Condition<T> = always,
): Lie {
  return on('fromPeer', type, when, (packet, _frame, link) => {
    link.toPeer(reply(packet, link));
    return 'drop';
  });
}

/** Closes the connection where the broker would go on. */
export function closeOn<T extends PacketType>(side: Side, type: T, when: Condition<T> = always): Lie {
  return on(side, type, when, (_packet, _frame, link) => {
    link.closePeer();
    return 'drop';
  });
}

/** Holds packets back until another packet passes in the same direction, and so reorders them. */
export function holdBack<T extends PacketType>(side: Side, type: T, when: Condition<T>): Lie {
  const held: Uint8Array[] = [];
  return {
    [side](frame: Frame, link: Link): Fate {
      const { packet } = frame;
      if (packet?.type === type && when(packet as PacketOf<T>, link)) {
        held.push(frame.bytes);
        return 'drop';
      }
      return held.length === 0 ? 'pass' : { instead: [frame.bytes, ...held.splice(0)] };
    },
  };
}

/**
 * Keeps the peer's connection open when the broker closes it, hides the broker's DISCONNECT, and answers
 * PINGREQ from then on. With `of`, only for the connections it accepts.
 */
export function keepOpen(of: (link: Link) => boolean = always): Lie {
  const abandoned = new Set<Link>();
  return {
    fromBroker(frame, link) {
      const refuses = frame.packet?.type === 'disconnect';
      if (refuses && of(link)) abandoned.add(link);
      return refuses && of(link) ? 'drop' : 'pass';
    },
    brokerEnded(_end, link) {
      if (!of(link)) return 'pass';
      abandoned.add(link);
      return 'hold';
    },
    fromPeer(frame, link) {
      if (!abandoned.has(link)) return 'pass';
      if (frame.packet?.type === 'pingreq') link.toPeer({ type: 'pingresp' });
      return 'drop';
    },
  };
}

/** Accepts, in the broker's place, a CONNECT that the broker would refuse, and keeps the connection open. */
export function acceptConnect(): Lie {
  const accepted = new Set<Link>();
  // What the broker accepted itself is no business of this lie.
  const served = new Set<Link>();
  const accept = (link: Link): 'hold' => {
    if (!accepted.has(link)) link.toPeer({ type: 'connack', sessionPresent: false, reasonCode: 0 });
    accepted.add(link);
    return 'hold';
  };
  return {
    fromBroker(frame, link) {
      const { packet } = frame;
      if (accepted.has(link)) return 'drop';
      if (served.has(link) || packet?.type !== 'connack') return 'pass';
      if (packet.reasonCode !== 0) {
        accept(link);
        return 'drop';
      }
      served.add(link);
      return 'pass';
    },
    brokerEnded: (_end, link) => (served.has(link) ? 'pass' : accept(link)),
    fromPeer(frame, link) {
      if (!accepted.has(link)) return 'pass';
      if (frame.packet?.type === 'pingreq') link.toPeer({ type: 'pingresp' });
      return 'drop';
    },
  };
}

/** Several lies at once; the first that does not let a frame pass decides. */
export function together(...lies: readonly Lie[]): Lie {
  return {
    fromPeer: (frame, link) => firstFate(lies.map((lie) => () => lie.fromPeer?.(frame, link) ?? 'pass')),
    fromBroker: (frame, link) => firstFate(lies.map((lie) => () => lie.fromBroker?.(frame, link) ?? 'pass')),
    brokerEnded: (end, link) =>
      lies.some((lie) => lie.brokerEnded?.(end, link) === 'hold') ? 'hold' : 'pass',
    peerEnded: (end, link) => (lies.some((lie) => lie.peerEnded?.(end, link) === 'hold') ? 'hold' : 'pass'),
  };
}

function firstFate(fates: readonly (() => Fate)[]): Fate {
  for (const fate of fates) {
    const decided = fate();
    if (decided !== 'pass') return decided;
  }
  return 'pass';
}

/** A condition that holds for the first packet that it is asked about, and never again. */
export function once<A extends readonly unknown[]>(
  condition: (...args: A) => boolean = always,
): (...args: A) => boolean {
  let done = false;
  return (...args) => {
    if (done || !condition(...args)) return false;
    done = true;
    return true;
  };
}
