import { type BrokerCase, malformedConnects } from '../../../src/conformance/index.ts';

/** Section 3.1.1: the low four bits of the first byte are reserved, and 0. */
export const fixedHeaderCases: readonly BrokerCase[] = malformedConnects(
  'connect/fixed-header',
  [1, 2, 4, 8].map((fixedHeaderFlags) => ({
    name: `reserved-bits-${fixedHeaderFlags}-close`,
    proves: [
      '3.1.1/MQTT-2.2.2-1',
      '3.1.1/MQTT-2.2.2-2',
      '3.1.1/MQTT-3.1.4-1',
      '5.0/MQTT-2.1.3-1',
      '5.0/U-2.1.3-1',
      '5.0/MQTT-3.1.4-1',
    ] as const,
    overrides: { fixedHeaderFlags },
  })),
);
