import { randomUUID } from 'node:crypto';
import {
  acceptConnect,
  change,
  keepOpen,
  type Lie,
  type Saboteur,
  saboteur,
} from '../../../src/conformance/index.ts';
import { refuseConnect } from './refuse-connect.ts';
import { forgetSessions } from './session-lies.ts';

export const clientIdentifierSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/client-identifier/is-refused',
    {
      breaks: ['3.1.1/MQTT-3.1.3-5', '5.0/MQTT-3.1.3-5'],
      does: 'Refuses every Client Identifier.',
    },
    refuseConnect,
  ),

  saboteur(
    'connect/client-identifier/session-of-another-is-resumed',
    {
      breaks: ['3.1.1/MQTT-3.1.3-2', '5.0/MQTT-3.1.3-2'],
      cases: ['connect/client-identifier/names-the-session'],
      does: 'Goes on with the first Session it kept, whoever asks for one.',
    },
    () => {
      let first: string | undefined;
      return renamed(({ clientIdentifier, cleanStart }) => {
        if (cleanStart) return clientIdentifier;
        first ??= clientIdentifier;
        return first;
      });
    },
  ),

  saboteur(
    'connect/client-identifier/case-is-ignored',
    {
      breaks: ['3.1.1/MQTT-3.1.3-2', '5.0/MQTT-3.1.3-2'],
      cases: ['connect/client-identifier/upper-*'],
      does: 'Takes Client Identifiers that differ in upper and lower case for the same.',
    },
    () => renamed(({ clientIdentifier }) => clientIdentifier.toLowerCase()),
  ),

  saboteur(
    'connect/client-identifier/empty-ones-share-a-name',
    {
      breaks: ['3.1.1/MQTT-3.1.3-6', '5.0/MQTT-3.1.3-6', '5.0/MQTT-3.1.3-7'],
      cases: ['connect/client-identifier/empty-one-is-*', 'connect/client-identifier/*-is-in-connack'],
      does: 'Gives all clients without a Client Identifier the same one, and tells none of them.',
    },
    () => {
      const shared = randomUUID();
      return renamed(({ clientIdentifier }) => (clientIdentifier === '' ? shared : clientIdentifier));
    },
  ),

  saboteur(
    'connect/client-identifier/assigned-one-is-the-same-for-all',
    {
      breaks: ['5.0/MQTT-3.1.3-6'],
      cases: ['connect/client-identifier/*-is-in-connack'],
      does: 'Tells all clients without a Client Identifier that they were assigned the same one.',
    },
    () =>
      change(
        'fromBroker',
        'connack',
        (packet) => ({
          ...packet,
          properties: { ...packet.properties, assignedClientIdentifier: 'everybody' },
        }),
        ({ properties }) => properties?.assignedClientIdentifier !== undefined,
      ),
  ),

  saboteur(
    'connect/client-identifier/assigned-one-names-nothing',
    {
      breaks: ['5.0/MQTT-3.1.3-7'],
      cases: ['connect/client-identifier/assigned-one-names-the-session'],
      does: 'Assigns a Client Identifier and keeps no Session under it.',
    },
    forgetSessions,
  ),

  saboteur(
    'connect/client-identifier/refused-one-is-accepted',
    {
      breaks: ['3.1.1/MQTT-3.1.3-8', '3.1.1/MQTT-3.1.3-9', '5.0/MQTT-3.1.3-8'],
      does: 'Accepts a Client Identifier that is to be refused.',
    },
    acceptConnect,
  ),

  saboteur(
    'connect/client-identifier/refused-one-stays-connected',
    {
      breaks: ['3.1.1/MQTT-3.1.3-8', '3.1.1/MQTT-3.1.3-9', '5.0/MQTT-3.1.3-8'],
      does: 'Refuses the Client Identifier and leaves the Network Connection open.',
    },
    () => keepOpen(),
  ),
];

function renamed(
  name: (packet: { readonly clientIdentifier: string; readonly cleanStart: boolean }) => string,
): Lie {
  return change('fromPeer', 'connect', (packet) => ({ ...packet, clientIdentifier: name(packet) }));
}
