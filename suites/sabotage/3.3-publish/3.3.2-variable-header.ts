import { change, closeOn, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { isMessage, rearranged } from './published.ts';

export const variableHeaderSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/packet-identifier-comes-before-topic-name',
    {
      breaks: ['3.1.1/U-3.3.2-1', '5.0/U-3.3.2-1'],
      does: 'Puts the Packet Identifier before the Topic Name.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (_packet, _link, bytes) =>
          rearranged(bytes, ({ topicName, rest }) => [rest.subarray(0, 2), topicName, rest.subarray(2)]),
        (packet) => packet.qos > 0 && isMessage(packet),
      ),
  ),

  saboteur(
    'publish/qos-0-has-packet-identifier',
    {
      breaks: ['3.1.1/U-3.3.2.2-1', '5.0/U-3.3.2.2-1'],
      does: 'Inserts a Packet Identifier into messages of QoS 0.',
    },
    () =>
      change(
        'fromBroker',
        'publish',
        (_packet, _link, bytes) =>
          rearranged(bytes, ({ topicName, rest }) => [topicName, Buffer.from([0, 1]), rest]),
        (packet) => packet.qos === 0 && isMessage(packet),
      ),
  ),

  saboteur(
    'publish/empty-payload-closes',
    { breaks: ['3.1.1/U-3.3.3-1', '5.0/U-3.3.3-1'], does: 'Closes on a message without payload.' },
    () => closeOn('fromPeer', 'publish', (packet) => packet.payload.length === 0),
  ),
];
