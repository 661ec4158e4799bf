import { change, type Lie, repeat, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Will } from '../../../src/packet/index.ts';
import { payloadText, withoutWill } from './will-lies.ts';

export const willSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/will/is-not-stored',
    {
      breaks: [
        '3.1.1/MQTT-3.1.2-8',
        '3.1.1/U-3.1.2.5-1',
        '3.1.1/U-3.1.2.5-2',
        '3.1.1/U-3.1.2.5-3',
        '3.1.1/U-3.1.2.5-4',
        '5.0/MQTT-3.1.2-7',
        '5.0/MQTT-3.1.2-8',
        '5.0/U-3.1.2.5-2',
        '5.0/U-3.1.2.5-3',
        '5.0/U-3.1.2.5-4',
        '5.0/U-3.1.2.5-5',
        '5.0/U-3.1.2.5-6',
        '5.0/U-3.1.3.2.2-3',
        '5.0/U-3.1.4-5',
      ],
      cases: ['connect/will/is-published-*', 'connect/will-delay/*'],
      does: 'Forgets the Will of a CONNECT.',
    },
    withoutWill,
  ),

  saboteur(
    'connect/will/carries-its-length-bytes',
    {
      breaks: ['3.1.1/U-3.1.3.3-1', '5.0/U-3.1.2.5-1'],
      does: 'Publishes the Will with the two bytes of its length before the payload.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (packet) => ({ ...packet, payload: Buffer.concat([lengthOf(packet.payload), packet.payload]) }),
        (packet) => ['cut off', ''].includes(payloadText(packet)),
      ),
  ),

  saboteur(
    'connect/will/survives-disconnect',
    {
      breaks: ['3.1.1/MQTT-3.1.2-10', '5.0/MQTT-3.1.2-10'],
      cases: ['connect/will/is-not-published-*', 'connect/will-delay/disconnect-removes-it'],
      does: 'Treats DISCONNECT as a cut of the Network Connection, so that the Will is published.',
    },
    () =>
      ({
        fromPeer(frame, link) {
          if (frame.packet?.type !== 'disconnect') return 'pass';
          link.cutBroker();
          link.closePeer();
          return 'drop';
        },
      }) satisfies Lie,
  ),

  saboteur(
    'connect/will/is-published-twice',
    {
      breaks: ['3.1.1/MQTT-3.1.2-10', '5.0/MQTT-3.1.2-10'],
      cases: ['connect/will/is-published-once', 'connect/will-delay/clean-start-*'],
      does: 'Publishes a Will once more.',
    },
    () => repeat('fromBroker', 'publish', (packet) => payloadText(packet) === 'once'),
  ),

  saboteur(
    'connect/will/outlives-its-connection',
    {
      breaks: ['3.1.1/MQTT-3.1.2-12', '3.1.1/MQTT-3.1.2-10', '5.0/MQTT-3.1.2-10'],
      cases: ['connect/will/none-*', 'connect/will/is-published-once'],
      does: 'Gives a CONNECT without Will the Will of the connection before.',
    },
    inheritedWill,
  ),
];

function lengthOf(payload: Uint8Array): Uint8Array {
  return Buffer.from([payload.length >> 8, payload.length & 0xff]);
}

function inheritedWill(): Lie {
  const wills = new Map<string, Will>();
  return change('fromPeer', 'connect', (packet) => {
    const will = packet.will ?? wills.get(packet.clientIdentifier);
    if (will === undefined) return packet;
    wills.set(packet.clientIdentifier, will);
    return { ...packet, will };
  });
}
