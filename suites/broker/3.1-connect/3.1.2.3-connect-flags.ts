import { type BrokerCase, malformedConnects } from '../../../src/conformance/index.ts';
import { connectFlagsOf, flag } from './connect-flags.ts';

/** Section 3.1.2.3: bit 0 of the Connect Flags. */
export const connectFlagsCases: readonly BrokerCase[] = malformedConnects('connect/flags', [
  {
    name: 'reserved-flag-closes',
    proves: [
      '3.1.1/MQTT-3.1.2-3',
      '3.1.1/MQTT-3.1.4-1',
      '5.0/MQTT-3.1.2-3',
      '5.0/U-3.1.2.3-1',
      '5.0/MQTT-3.1.4-1',
    ],
    overrides: (connect) => ({ connectFlags: connectFlagsOf(connect) | flag.reserved }),
  },
]);
