import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import { type Raw, raw } from '../../../src/packet/index.ts';
import { flag, leftOut, withoutCredentialFlags } from './connect-flags.ts';

const format: readonly StatementId[] = ['3.1.1/MQTT-3.1.4-1', '5.0/MQTT-3.1.4-1'];
const illFormed: readonly StatementId[] = [
  '3.1.1/MQTT-1.5.3-1',
  '5.0/MQTT-1.5.4-1',
  '5.0/U-1.5.4-2',
  ...format,
];
const nullCharacter: readonly StatementId[] = [
  '3.1.1/MQTT-1.5.3-2',
  '5.0/MQTT-1.5.4-2',
  '5.0/U-1.5.4-3',
  ...format,
];

/** Strings with their length, all beginning with `a`, none of them UTF-8 as MQTT wants it. */
const strings: readonly {
  readonly name: string;
  readonly bytes: Raw;
  readonly proves: readonly StatementId[];
}[] = [
  { name: 'overlong', bytes: raw('0003 61 c0af'), proves: illFormed },
  { name: 'surrogate', bytes: raw('0004 61 eda080'), proves: illFormed },
  { name: 'cut-sequence', bytes: raw('0003 61 e282'), proves: illFormed },
  { name: 'stray-continuation', bytes: raw('0003 61 8061'), proves: illFormed },
  { name: 'beyond-unicode', bytes: raw('0005 61 f4908080'), proves: illFormed },
  { name: 'null-character', bytes: raw('0003 61 0062'), proves: nullCharacter },
];

/** Sections 3.1.3.1, 3.1.3.3 and 3.1.3.5 of 5.0, 3.1.3.1, 3.1.3.2 and 3.1.3.4 of 3.1.1: the strings. */
export const payloadCases: readonly BrokerCase[] = [
  ...malformedConnects('connect/client-identifier', [
    {
      name: 'missing-closes',
      proves: ['3.1.1/MQTT-3.1.3-3', '5.0/MQTT-3.1.3-3', ...format],
      overrides: (connect) => ({
        connectFlags: withoutCredentialFlags(connect),
        clientIdentifier: leftOut,
        userName: leftOut,
        password: leftOut,
      }),
    },
    {
      name: 'longer-than-the-packet-closes',
      proves: ['3.1.1/MQTT-3.1.3-3', '5.0/MQTT-3.1.3-3', ...format],
      overrides: { clientIdentifier: raw('ffff 6161') },
    },
    ...strings.map(({ name, bytes, proves }) => ({
      name: `${name}-closes`,
      proves: ['3.1.1/MQTT-3.1.3-4', '5.0/MQTT-3.1.3-4', ...proves] as const,
      // Identifier rejected: the server may see it that way.
      returnCodes: [0x02],
      overrides: { clientIdentifier: bytes },
    })),
  ]),

  ...malformedConnects(
    'connect/will-topic',
    strings.map(({ name, bytes, proves }) => ({
      name: `${name}-closes`,
      proves: ['3.1.1/MQTT-3.1.3-10', '5.0/MQTT-3.1.3-11', ...proves] as const,
      connect: ({ topic }) => ({ will: { topicName: topic('will'), payload: 'will' } }),
      overrides: { will: { topicName: bytes } },
    })),
  ),

  ...malformedConnects(
    'connect/user-name',
    strings.map(({ name, bytes, proves }) => ({
      name: `${name}-closes`,
      proves: ['3.1.1/MQTT-3.1.3-11', '5.0/MQTT-3.1.3-12', ...proves] as const,
      // Bad user name or password: its text speaks of malformed data.
      returnCodes: [0x04],
      overrides: (connect) => ({
        connectFlags: withoutCredentialFlags(connect) | flag.userName,
        userName: bytes,
        password: leftOut,
      }),
    })),
  ),
];
