import { answer, change, type Lie, type Link, together } from '../../../src/conformance/index.ts';
import type { PacketOf, Publish } from '../../../src/packet/index.ts';
import { probePayload } from '../../../src/peer/index.ts';

/** A message of the case itself, not a probe of its set-up. */
export function isMessage({ payload }: Publish): boolean {
  return !Buffer.from(payload).toString('utf8').startsWith(probePayload);
}

/** The SUBACK that grants everything that a SUBSCRIBE asks for. */
export function grantOf(packet: PacketOf<'subscribe'>): PacketOf<'suback'> {
  return {
    type: 'suback',
    packetIdentifier: packet.packetIdentifier,
    reasonCodes: packet.subscriptions.map(({ qos }) => qos),
  };
}

/** Grants at QoS 0, in the broker's place, a SUBSCRIBE that no decoder accepts. The broker never sees it. */
export function grantMalformed(): Lie {
  return {
    fromPeer({ bytes, packet }, link) {
      const [first = 0, , high = 0, low = 0] = bytes;
      if (packet !== undefined || first >> 4 !== 8) return 'pass';
      link.toPeer({ type: 'suback', packetIdentifier: high * 256 + low, reasonCodes: [0] });
      return 'drop';
    },
  };
}

/** Holds on to the first Subscription of a link to each Topic Filter: a second one is granted, but not made. */
export function keepFirstSubscription(): Lie {
  const first = new Map<Link, Set<string>>();
  const granted = new Map<Link, Map<number, readonly number[]>>();

  function remember(packet: PacketOf<'subscribe'>, link: Link): readonly string[] {
    const known = first.get(link) ?? new Set<string>();
    first.set(link, known);
    const fresh = packet.subscriptions.map(({ topicFilter }) => topicFilter).filter((one) => !known.has(one));
    for (const topicFilter of fresh) known.add(topicFilter);
    const codes = granted.get(link) ?? new Map<number, readonly number[]>();
    granted.set(link, codes);
    codes.set(packet.packetIdentifier, grantOf(packet).reasonCodes);
    return fresh;
  }

  return {
    fromPeer({ packet }, link) {
      if (packet?.type !== 'subscribe') return 'pass';
      const fresh = remember(packet, link);
      const subscriptions = packet.subscriptions.filter(({ topicFilter }) => fresh.includes(topicFilter));
      if (subscriptions.length > 0) return { instead: [{ ...packet, subscriptions }] };
      link.toPeer(grantOf(packet));
      return 'drop';
    },
    fromBroker({ packet }, link) {
      if (packet?.type !== 'suback') return 'pass';
      const reasonCodes = granted.get(link)?.get(packet.packetIdentifier) ?? packet.reasonCodes;
      return { instead: [{ ...packet, reasonCodes }] };
    },
  };
}

/** Makes only the last Subscription of a SUBSCRIBE, and answers as if all were made. */
export function onlyLastFilter(): Lie {
  const counts = new Map<number, number>();
  return together(
    change('fromPeer', 'subscribe', (packet) => {
      counts.set(packet.packetIdentifier, packet.subscriptions.length);
      return { ...packet, subscriptions: packet.subscriptions.slice(-1) };
    }),
    change('fromBroker', 'suback', (packet) => {
      const count = counts.get(packet.packetIdentifier) ?? packet.reasonCodes.length;
      return { ...packet, reasonCodes: Array.from({ length: count }, () => packet.reasonCodes[0] ?? 0) };
    }),
  );
}

/** Refuses each Topic Filter of a SUBSCRIBE that meets the condition, in the broker's place. */
export function refuseSubscribe(when: (packet: PacketOf<'subscribe'>) => boolean): Lie {
  return answer(
    'subscribe',
    (packet) => ({ ...grantOf(packet), reasonCodes: packet.subscriptions.map(() => 0x80) }),
    when,
  );
}
