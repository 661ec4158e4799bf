import { keepOpen, type Lie, type Saboteur, saboteur } from '../../../src/conformance/index.ts';
import { grantMalformed } from '../3.8-subscribe/lies.ts';

/** Acknowledges, in the broker's place, a QoS 1 PUBLISH that no decoder accepts. The broker never sees it. */
function acknowledgeMalformed(): Lie {
  return {
    fromPeer({ bytes, packet }, link) {
      const [first = 0, , high = 0, low = 0] = bytes;
      if (packet !== undefined || first !== 0x32) return 'pass';
      const at = 4 + high * 256 + low;
      const packetIdentifier = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
      link.toPeer({ type: 'puback', packetIdentifier, reasonCode: 0 });
      return 'drop';
    },
  };
}

/** Section 4.7: the lies about names that are not allowed. */
export const nameSaboteurs: readonly Saboteur[] = [
  saboteur(
    'topics/wildcard-in-name-is-acknowledged',
    {
      breaks: ['3.1.1/MQTT-4.7.1-1', '5.0/MQTT-4.7.0-1'],
      does: 'Acknowledges a PUBLISH whose Topic Name has a wildcard, as if it were any other.',
    },
    acknowledgeMalformed,
  ),

  saboteur(
    'topics/wildcard-in-name-is-ignored',
    {
      breaks: ['3.1.1/MQTT-4.7.1-1', '5.0/MQTT-4.7.0-1'],
      does: 'Keeps the connection open after a PUBLISH whose Topic Name has a wildcard, and never answers it.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'topics/wildcard-in-name-is-forwarded',
    {
      breaks: ['3.1.1/MQTT-4.7.1-1', '5.0/MQTT-4.7.0-1'],
      does: 'Forwards a message to another Topic Name when its own has a wildcard, before the connection is closed.',
    },
    ({ links }) => ({
      fromPeer({ bytes, packet }, link) {
        const name = packet === undefined && bytes[0] === 0x32 ? links[1] : undefined;
        if (name === undefined || link.index === 1) return 'pass';
        name.toPeer({
          type: 'publish',
          topicName: 'forwarded',
          qos: 0,
          dup: false,
          retain: false,
          payload: Buffer.from('intruder'),
        });
        return 'pass';
      },
    }),
  ),

  saboteur(
    'topics/invalid-filter-is-granted',
    {
      breaks: [
        '3.1.1/MQTT-4.7.1-2',
        '3.1.1/MQTT-4.7.1-3',
        '3.1.1/MQTT-4.7.3-1',
        '5.0/MQTT-4.7.1-1',
        '5.0/MQTT-4.7.1-2',
        '5.0/MQTT-4.7.3-1',
      ],
      cases: ['topics/invalid-filter/*'],
      does: 'Grants an invalid Topic Filter.',
    },
    grantMalformed,
  ),

  saboteur(
    'topics/invalid-filter-is-ignored',
    {
      breaks: [
        '3.1.1/MQTT-4.7.1-2',
        '3.1.1/MQTT-4.7.1-3',
        '3.1.1/MQTT-4.7.3-1',
        '5.0/MQTT-4.7.1-1',
        '5.0/MQTT-4.7.1-2',
        '5.0/MQTT-4.7.3-1',
      ],
      cases: ['topics/invalid-filter/*'],
      does: 'Keeps the connection open after an invalid Topic Filter, and sends no SUBACK.',
    },
    () => keepOpen(),
  ),

  saboteur(
    'topics/forbidden-name-leaves-connection-open',
    {
      breaks: ['3.1.1/MQTT-4.7.3-1', '3.1.1/MQTT-4.7.3-2', '5.0/MQTT-4.7.3-1', '5.0/MQTT-4.7.3-2'],
      cases: ['topics/forbidden/*'],
      does: 'Keeps the connection open after an empty name or one with U+0000, and still answers PINGREQ.',
    },
    () => keepOpen(),
  ),
];
