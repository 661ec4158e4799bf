import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import { type Raw, raw } from '../../../src/packet/index.ts';

interface Row {
  readonly name: string;
  readonly statement: StatementId;
  /** Identifiers and values. */
  readonly properties: readonly (readonly [identifier: number, value: Raw])[];
}

function twice(name: string, statement: StatementId, identifier: number, value: string): Row {
  const property = [identifier, raw(value)] as const;
  return { name: `${name}-twice-closes`, statement, properties: [property, property] };
}

const rows: readonly Row[] = [
  twice('will-delay-interval', '5.0/U-3.1.3.2.2-1', 0x18, '00000000'),
  twice('payload-format-indicator', '5.0/U-3.1.3.2.3-2', 0x01, '00'),
  twice('message-expiry-interval', '5.0/U-3.1.3.2.4-1', 0x02, '0000003c'),
  twice('content-type', '5.0/U-3.1.3.2.5-1', 0x03, '0001 61'),
  twice('response-topic', '5.0/U-3.1.3.2.6-1', 0x08, '0001 61'),
  twice('correlation-data', '5.0/U-3.1.3.2.7-1', 0x09, '0001 61'),
  { name: 'unknown-property-closes', statement: '5.0/U-2.2.2.2-1', properties: [[0x7f, raw('00')]] },
  {
    name: 'property-of-connect-closes',
    statement: '5.0/U-2.2.2.2-1',
    properties: [[0x11, raw('00000001')]],
  },
];

/** Section 3.1.3.2: Will Properties that stand twice, or do not belong there. */
export const malformedWillPropertyCases: readonly BrokerCase[] = malformedConnects(
  'connect/will-properties',
  rows.map(({ name, statement, properties }) => ({
    name,
    proves: [statement, '5.0/MQTT-3.1.4-1'] as const,
    connect: ({ topic }) => ({ will: { topicName: topic('will'), payload: 'will' } }),
    overrides: { will: { extraProperties: properties } },
  })),
);
