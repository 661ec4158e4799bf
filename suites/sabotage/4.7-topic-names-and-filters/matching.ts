import { drop, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';

/** The connections of a case about matching, in their order: publisher, witness, subscriber. */
const witness = 1;
const subscriber = 2;

const isOf = (kind: string, { payload }: Publish) =>
  Buffer.from(payload).toString('utf8').startsWith(`${kind} `);

/** Rules of matching without a number, which one swallowed or one stray delivery breaks. */
const unnumbered = [
  '3.1.1/U-4.7.1.1-1',
  '3.1.1/U-4.7.1.2-1',
  '3.1.1/U-4.7.1.3-1',
  '3.1.1/U-4.7.1.3-2',
  '3.1.1/U-4.7.3-1',
  '3.1.1/U-4.7.3-2',
  '3.1.1/U-4.7.3-3',
  '3.1.1/U-4.7.3-4',
  '3.1.1/U-4.7.3-5',
  '5.0/U-4.7.1.1-1',
  '5.0/U-4.7.1.2-1',
  '5.0/U-4.7.1.3-1',
  '5.0/U-4.7.1.3-2',
  '5.0/U-4.7.3-1',
  '5.0/U-4.7.3-2',
  '5.0/U-4.7.3-3',
  '5.0/U-4.7.3-4',
  '5.0/U-4.7.3-5',
  '5.0/U-4.7.3-6',
] as const;

/** Section 4.7: the lies about what a Topic Filter matches. */
export const matchingSaboteurs: readonly Saboteur[] = [
  saboteur(
    'topics/matching-message-is-swallowed',
    {
      breaks: [...unnumbered, '3.1.1/MQTT-4.7.3-4', '3.1.1/U-4.7.3-6', '5.0/MQTT-4.7.3-4', '5.0/U-4.7.3-7'],
      does: 'Keeps from the subscriber what its Topic Filter matches.',
    },
    () => drop('fromBroker', 'publish', (packet, { index }) => index === subscriber && isOf('match', packet)),
  ),

  saboteur(
    'topics/stranger-is-delivered',
    {
      breaks: [
        ...unnumbered,
        '3.1.1/MQTT-4.7.2-1',
        '3.1.1/MQTT-4.7.3-4',
        '5.0/MQTT-4.7.2-1',
        '5.0/MQTT-4.7.3-4',
      ],
      cases: [
        'topics/exact-filter/*',
        'topics/multi-level-wildcard/matches-*',
        'topics/multi-level-wildcard/after-*',
        'topics/single-level-wildcard/*',
        'topics/dollar/is-not-matched-*',
      ],
      does: 'Delivers to the subscriber what its Topic Filter does not match, as soon as another subscriber gets it.',
    },
    ({ links }) => ({
      fromBroker({ packet }, { index }) {
        if (index === witness && packet?.type === 'publish' && isOf('stranger', packet)) {
          const { packetIdentifier: _identifier, ...message } = packet;
          links[subscriber]?.toPeer({ ...message, qos: 0, dup: false });
        }
        return 'pass';
      },
    }),
  ),
];
