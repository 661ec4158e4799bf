import {
  acceptConnect,
  type Lie,
  type Link,
  type Saboteur,
  saboteur,
} from '../../../src/conformance/index.ts';
import { fixedHeaderCases } from '../../broker/3.1-connect/3.1.1-fixed-header.ts';
import { connectFlagsCases } from '../../broker/3.1-connect/3.1.2.3-connect-flags.ts';
import { willFlagsCases } from '../../broker/3.1-connect/3.1.2.5-will-flags-and-payload.ts';
import { userNameAndPasswordCases } from '../../broker/3.1-connect/3.1.2.8-user-name-and-password.ts';
import { malformedPropertyCases } from '../../broker/3.1-connect/3.1.2.11-malformed-properties.ts';
import { malformedWillPropertyCases } from '../../broker/3.1-connect/3.1.3.2-malformed-will-properties.ts';
import { payloadCases } from '../../broker/3.1-connect/3.1.3-payload.ts';
import { validationCases } from '../../broker/3.1-connect/3.1.4-validation.ts';
import { keepRefusedOpen } from './accepted-links.ts';

/** All tables of malformed CONNECT packets: each row is about a fault that must end the connection. */
const malformedConnects = [
  ...fixedHeaderCases,
  ...connectFlagsCases,
  ...willFlagsCases,
  ...userNameAndPasswordCases,
  ...malformedPropertyCases,
  ...payloadCases,
  ...malformedWillPropertyCases,
  ...validationCases,
];
const cases = malformedConnects.map(({ id }) => id);

export const validationSaboteurs: readonly Saboteur[] = [
  saboteur(
    'connect/malformed-connect-is-accepted',
    {
      breaks: [...new Set(malformedConnects.flatMap(({ proves }) => proves))],
      cases,
      does: 'Overlooks what is wrong about a CONNECT: accepts it, and keeps the connection open.',
    },
    () => acceptConnect(),
  ),

  saboteur(
    'connect/malformed-connect-leaves-the-connection-open',
    {
      breaks: ['3.1.1/MQTT-3.1.4-1', '5.0/MQTT-3.1.4-1'],
      cases,
      does: 'Does not accept a malformed CONNECT, but keeps the connection open.',
    },
    () => keepRefusedOpen(),
  ),

  saboteur(
    'connect/malformed-connect-gets-a-connack',
    {
      breaks: ['3.1.1/MQTT-3.1.4-1'],
      cases,
      does: 'Sends CONNACK 0x05 for a malformed CONNECT before the connection closes.',
    },
    () => answerBeforeClose(),
  ),
];

function answerBeforeClose(): Lie {
  const answered = new Set<Link>();
  return {
    fromBroker({ packet }, link) {
      if (packet?.type === 'connack') answered.add(link);
      return 'pass';
    },
    brokerEnded(_end, link) {
      if (!answered.has(link)) link.toPeer({ type: 'connack', sessionPresent: false, reasonCode: 0x05 });
      return 'pass';
    },
  };
}
