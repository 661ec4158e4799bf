import { type Saboteur, saboteur } from '../../../src/conformance/index.ts';

/** Section 4.7.2: the lie about `$SYS`. */
export const dollarSaboteurs: readonly Saboteur[] = [
  saboteur(
    'topics/sys-carries-messages',
    {
      breaks: ['3.1.1/U-4.7.2-1', '5.0/U-4.7.2-1'],
      does: 'Forwards what one client publishes below $SYS to all others.',
    },
    ({ links }) => ({
      fromPeer({ packet }, link) {
        if (packet?.type !== 'publish' || !packet.topicName.startsWith('$SYS/')) return 'pass';
        for (const other of links) if (other !== link) other.toPeer(packet);
        return 'pass';
      },
    }),
  ),
];
