import {
  drop,
  keepOpen,
  type Lie,
  type Saboteur,
  saboteur,
  together,
} from '../../../src/conformance/index.ts';
import { puback } from '../../../src/peer/index.ts';

export const responseSaboteurs: readonly Saboteur[] = [
  saboteur(
    'publish/qos-0-is-acknowledged',
    {
      breaks: ['3.1.1/MQTT-3.3.4-1', '5.0/MQTT-3.3.4-1'],
      cases: ['publish/qos-0-is-not-acknowledged'],
      does: 'Sends PUBACK for a message of QoS 0.',
    },
    () => acknowledgesQoS0(),
  ),

  saboteur(
    'publish/qos-1-is-not-acknowledged',
    {
      breaks: ['3.1.1/MQTT-3.3.4-1', '5.0/MQTT-3.3.4-1'],
      cases: ['publish/qos-1-is-answered-by-puback'],
      does: 'Swallows PUBACK.',
    },
    () => drop('fromBroker', 'puback'),
  ),

  saboteur(
    'publish/qos-2-is-not-acknowledged',
    {
      breaks: ['3.1.1/MQTT-3.3.4-1', '5.0/MQTT-3.3.4-1'],
      cases: ['publish/qos-2-is-answered-by-pubrec'],
      does: 'Swallows PUBREC.',
    },
    () => drop('fromBroker', 'pubrec'),
  ),

  saboteur(
    'publish/denied-is-left-unanswered',
    {
      breaks: ['3.1.1/MQTT-3.3.5-2'],
      does: 'Swallows the acknowledgement, and keeps the connection open.',
    },
    () => together(drop('fromBroker', 'puback'), drop('fromBroker', 'pubrec'), keepOpen()),
  ),
];

function acknowledgesQoS0(): Lie {
  return {
    fromPeer({ packet }, link) {
      if (packet?.type === 'publish' && packet.qos === 0) link.toPeer(puback(1));
      return 'pass';
    },
  };
}
