import { type Lie, type Link, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { puback, pubcomp, pubrec, pubrel } from '../../../src/peer/index.ts';
import { textOf } from './publish-change.ts';

/** Section 3.3.4: lies about Receive Maximum. */
export const receiveMaximumSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/receive-maximum-is-ignored',
    {
      breaks: ['5.0/MQTT-3.3.4-9', '5.0/U-3.3.4-13'],
      does: 'Acknowledges each message to the broker at once, so that it sends all of them to the peer.',
    },
    acknowledgeAtOnce,
  ),
  saboteur(
    'publish/other-packets-wait-for-acknowledgements',
    {
      breaks: ['5.0/MQTT-3.3.4-10'],
      does: 'Holds back all other packets of the broker while the peer owes an acknowledgement.',
    },
    silentWhileUnacknowledged,
  ),
  saboteur(
    'publish/one-message-too-many-is-taken',
    {
      breaks: ['5.0/MQTT-3.3.4-7'],
      does: 'Takes over the message above the Receive Maximum of the broker in its place.',
    },
    () => ({
      fromPeer({ packet }, link) {
        if (packet?.type !== 'publish' || textOf(packet) !== 'too many') return 'pass';
        if (packet.packetIdentifier !== undefined) link.toPeer(pubrec(packet.packetIdentifier));
        return 'drop';
      },
    }),
  ),
];

/** Ends each exchange with the broker in the peer's place, and leads the peer to believe that it goes on. */
function acknowledgeAtOnce(): Lie {
  return {
    fromBroker({ packet }, link) {
      if (packet?.type === 'pubrel') {
        link.toBroker(pubcomp(packet.packetIdentifier));
        return 'drop';
      }
      if (packet?.type !== 'publish' || packet.packetIdentifier === undefined) return 'pass';
      link.toBroker((packet.qos === 2 ? pubrec : puback)(packet.packetIdentifier));
      return 'pass';
    },
    fromPeer({ packet }, link) {
      if (packet?.type === 'pubrec') link.toPeer(pubrel(packet.packetIdentifier));
      return packet?.type === 'puback' || packet?.type === 'pubrec' || packet?.type === 'pubcomp'
        ? 'drop'
        : 'pass';
    },
  };
}

function silentWhileUnacknowledged(): Lie {
  const owing = new Set<Link>();
  return {
    fromBroker({ packet }, link) {
      if (packet?.type !== 'publish') return owing.has(link) ? 'drop' : 'pass';
      if (packet.packetIdentifier !== undefined) owing.add(link);
      return 'pass';
    },
    fromPeer({ packet }, link) {
      if (packet?.type === 'puback' || packet?.type === 'pubcomp') owing.delete(link);
      return 'pass';
    },
  };
}
