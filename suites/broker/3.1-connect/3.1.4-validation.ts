import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import { type Raw, raw } from '../../../src/packet/index.ts';
import { leftOut } from './connect-flags.ts';

const proves: readonly StatementId[] = ['3.1.1/MQTT-3.1.4-1', '5.0/MQTT-3.1.4-1'];

/** The fields that follow the Connect Flags, none of which is there. */
const nothingAfterFlags: Readonly<Record<string, Raw>> = {
  keepAliveSeconds: leftOut,
  propertyLength: leftOut,
  clientIdentifier: leftOut,
  userName: leftOut,
  password: leftOut,
};

/** Section 3.1.4: a CONNECT that ends too early, or too late. Its Remaining Length is right each time. */
export const validationCases: readonly BrokerCase[] = malformedConnects('connect/validation', [
  {
    name: 'ends-after-protocol-level-closes',
    proves: [...proves, '3.1.1/U-3.1.2-1', '5.0/U-3.1.2-1'],
    overrides: { ...nothingAfterFlags, connectFlags: leftOut },
  },
  {
    name: 'ends-after-connect-flags-closes',
    proves: [...proves, '3.1.1/U-3.1.2-1', '5.0/U-3.1.2-1'],
    overrides: nothingAfterFlags,
  },
  {
    name: 'ends-within-keep-alive-closes',
    proves: [...proves, '3.1.1/U-3.1.2-1', '5.0/U-3.1.2-1'],
    overrides: { ...nothingAfterFlags, keepAliveSeconds: raw('00') },
  },
  {
    name: 'ends-within-client-identifier-closes',
    proves,
    overrides: { clientIdentifier: raw('0010 61'), userName: leftOut, password: leftOut },
  },
  { name: 'surplus-byte-closes', proves, overrides: { trailing: raw('00') } },
  { name: 'surplus-string-closes', proves, overrides: { trailing: raw('0003 616263') } },
]);
