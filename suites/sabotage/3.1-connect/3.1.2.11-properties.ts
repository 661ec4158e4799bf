import { change, drop, type Lie, type Saboteur, saboteur, together } from '../../../src/conformance/index.ts';
import { forgetSessions } from './session-lies.ts';

const large = 200;

/** Hides the client's Maximum Packet Size from the broker. */
function withoutMaximumPacketSize(): Lie {
  return change('fromPeer', 'connect', (packet) => {
    const { maximumPacketSizeBytes: _hidden, ...properties } = packet.properties ?? {};
    return { ...packet, properties };
  });
}

export const connectPropertiesSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/session-expiry/0-is-read-for-any-interval',
    {
      breaks: ['5.0/MQTT-3.1.2-23', '5.0/U-3.1.2.11.2-3'],
      does: 'Ends each Session with its Network Connection.',
    },
    forgetSessions,
  ),

  saboteur(
    'connect/maximum-packet-size/is-ignored',
    {
      breaks: ['5.0/MQTT-3.1.2-24'],
      does: 'Sends messages that are larger than the Maximum Packet Size of the client.',
    },
    withoutMaximumPacketSize,
  ),

  saboteur(
    'connect/maximum-packet-size/larger-message-stops-delivery',
    {
      breaks: ['5.0/MQTT-3.1.2-25'],
      cases: ['connect/maximum-packet-size/larger-*', 'connect/maximum-packet-size/*-receive-maximum'],
      does: 'Delivers nothing any more after a message that was too large to be sent.',
    },
    () => {
      let stuck = false;
      return together(
        {
          fromPeer({ packet }) {
            if (packet?.type === 'publish' && packet.payload.length > large) stuck = true;
            return 'pass';
          },
        },
        drop('fromBroker', 'publish', () => stuck),
      );
    },
  ),

  saboteur(
    'connect/maximum-packet-size/larger-message-stays-in-the-session',
    {
      breaks: ['5.0/MQTT-3.1.2-25'],
      cases: ['connect/maximum-packet-size/*-is-not-sent-later'],
      does: 'Does not send a message that is too large, but keeps it for the next connection.',
    },
    ({ links }) =>
      together(
        withoutMaximumPacketSize(),
        drop('fromBroker', 'publish', (packet, link) => packet.payload.length > large && link === links[1]),
      ),
  ),

  saboteur(
    'connect/topic-alias-maximum/is-ignored',
    {
      breaks: ['5.0/MQTT-3.1.2-26', '5.0/MQTT-3.1.2-27', '5.0/U-3.1.2.11.5-2', '5.0/U-3.1.2.11.5-3'],
      does: 'Sends a Topic Alias of 3 with every message.',
    },
    () =>
      change('fromBroker', 'publish', (packet) => ({
        ...packet,
        properties: { ...packet.properties, topicAlias: 3 },
      })),
  ),

  saboteur(
    'connect/request-response-information/is-not-waited-for',
    {
      breaks: ['5.0/MQTT-3.1.2-28', '5.0/U-3.1.2.11.6-2'],
      does: 'Puts Response Information into every CONNACK.',
    },
    () =>
      change('fromBroker', 'connack', (packet) => ({
        ...packet,
        properties: { ...packet.properties, responseInformation: 'response/of/somebody' },
      })),
  ),

  saboteur(
    'connect/request-problem-information/is-ignored',
    {
      breaks: ['5.0/MQTT-3.1.2-29'],
      does: 'Puts a Reason String into every acknowledgement.',
    },
    () => together(...(['puback', 'pubrec', 'pubcomp', 'suback', 'unsuback'] as const).map(explained)),
  ),
];

function explained(type: 'puback' | 'pubrec' | 'pubcomp' | 'suback' | 'unsuback'): Lie {
  return change('fromBroker', type, (packet) => ({
    ...packet,
    properties: { ...packet.properties, reasonString: 'because' },
  }));
}
