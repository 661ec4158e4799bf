import { change, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import type { Publish } from '../../../src/packet/index.ts';
import { isMessage } from './lies.ts';

function atOtherQoS(packet: Publish): Publish {
  const { packetIdentifier = 77, ...message } = packet;
  return packet.qos === 0 ? { ...message, qos: 1, packetIdentifier } : { ...message, qos: 0, dup: false };
}

/** Section 3.8.4: the lie about the QoS of a delivery. */
export const deliveredQoSSaboteurs: readonly Saboteur[] = [
  saboteur(
    'subscribe/delivered-at-another-qos',
    {
      breaks: ['3.1.1/MQTT-3.8.4-6', '5.0/MQTT-3.8.4-8'],
      does: 'Delivers at QoS 1 what is due at QoS 0, and at QoS 0 what is due at QoS 1 or 2.',
    },
    () => change('fromBroker', 'publish', atOtherQoS, isMessage),
  ),
];
