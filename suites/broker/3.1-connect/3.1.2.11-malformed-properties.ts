import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { leftOut } from './connect-flags.ts';

const format: StatementId = '5.0/MQTT-3.1.4-1';
const method = '15 0005 6173736179';
const data = '16 0001 00';

interface Row {
  readonly name: string;
  readonly proves: readonly StatementId[];
  /** Properties in full: identifier and value, one after the other. */
  readonly properties: string;
}

/** The properties follow those of the valid CONNECT, of which there are none. */
function row({ name, proves, properties }: Row) {
  const bytes = raw(properties).raw;
  const [first = 0, ...rest] = bytes;
  return {
    name,
    proves: [...proves, format],
    overrides: { extraProperties: [[first, raw(Uint8Array.from(rest))]] },
  };
}

/** Section 3.1.2.11: properties of CONNECT that stand twice, or have a value that is not theirs. */
export const malformedPropertyCases: readonly BrokerCase[] = malformedConnects('connect/properties', [
  ...[
    ['session-expiry-interval', '5.0/U-3.1.2.11.2-1', '11 00000000'] as const,
    ['receive-maximum', '5.0/U-3.1.2.11.3-1', '21 0014'] as const,
    ['maximum-packet-size', '5.0/U-3.1.2.11.4-2', '27 00010000'] as const,
    ['topic-alias-maximum', '5.0/U-3.1.2.11.5-1', '22 0000'] as const,
    ['request-response-information', '5.0/U-3.1.2.11.6-1', '19 00'] as const,
    ['request-problem-information', '5.0/U-3.1.2.11.7-1', '17 01'] as const,
    ['authentication-method', '5.0/U-3.1.2.11.9-1', method] as const,
  ].map(([name, statement, property]) =>
    row({ name: `${name}-twice-closes`, proves: [statement], properties: property + property }),
  ),
  row({
    name: 'authentication-data-twice-closes',
    proves: ['5.0/U-3.1.2.11.10-2'],
    properties: method + data + data,
  }),
  row({
    name: 'authentication-data-without-method-closes',
    proves: ['5.0/U-3.1.2.11.10-1'],
    properties: data,
  }),
  row({ name: 'receive-maximum-0-closes', proves: ['5.0/U-3.1.2.11.3-1'], properties: '21 0000' }),
  row({ name: 'maximum-packet-size-0-closes', proves: ['5.0/U-3.1.2.11.4-2'], properties: '27 00000000' }),
  row({
    name: 'request-response-information-2-closes',
    proves: ['5.0/U-3.1.2.11.6-1'],
    properties: '19 02',
  }),
  row({
    name: 'request-problem-information-2-closes',
    proves: ['5.0/U-3.1.2.11.7-1'],
    properties: '17 02',
  }),
  row({ name: 'unknown-property-closes', proves: ['5.0/U-2.2.2.2-1'], properties: '7f 00' }),
  row({ name: 'property-of-publish-closes', proves: ['5.0/U-2.2.2.2-1'], properties: '23 0001' }),
  row({ name: 'property-of-connack-closes', proves: ['5.0/U-2.2.2.2-1'], properties: '13 003c' }),
  row({ name: 'property-of-will-closes', proves: ['5.0/U-2.2.2.2-1'], properties: '18 00000001' }),
  ...(
    [
      ['name', '26 0002 c080 0001 62'],
      ['value', '26 0001 61 0003 eda080'],
    ] as const
  ).map(([part, properties]) =>
    row({
      name: `ill-formed-user-property-${part}-closes`,
      proves: ['5.0/MQTT-1.5.4-1', '5.0/U-1.5.4-2', '5.0/MQTT-1.5.7-1', '5.0/U-1.5.7-1'],
      properties,
    }),
  ),
  row({
    name: 'null-character-in-user-property-closes',
    proves: ['5.0/MQTT-1.5.4-2', '5.0/U-1.5.4-3', '5.0/MQTT-1.5.7-1', '5.0/U-1.5.7-1'],
    properties: '26 0003 610062 0001 62',
  }),
  {
    name: 'missing-property-length-closes',
    proves: ['5.0/MQTT-2.2.2-1', format],
    overrides: { propertyLength: leftOut },
  },
  {
    name: 'property-length-past-the-end-closes',
    proves: ['5.0/U-2.2.2.1-1', format],
    overrides: { propertyLength: 120 },
  },
]);
