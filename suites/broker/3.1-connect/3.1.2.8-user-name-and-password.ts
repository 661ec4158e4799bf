import { type BrokerCase, malformedConnects, type StatementId } from '../../../src/conformance/index.ts';
import type { Connect } from '../../../src/packet/index.ts';
import { utf8 } from '../../../src/peer/index.ts';
import { flag, leftOut, withoutCredentialFlags } from './connect-flags.ts';

const format: readonly StatementId[] = ['3.1.1/MQTT-3.1.4-1', '5.0/MQTT-3.1.4-1'];
/** Bad user name or password: its text speaks of malformed data. */
const returnCodes = [0x04];

const userNameOf = (connect: Connect) => connect.userName ?? 'assay';
const passwordOf = (connect: Connect) => connect.password ?? utf8('assay');

/** Sections 3.1.2.8 and 3.1.2.9: flags that contradict the payload. */
export const userNameAndPasswordCases: readonly BrokerCase[] = malformedConnects('connect/credentials', [
  {
    name: 'user-name-without-flag-closes',
    proves: ['3.1.1/MQTT-3.1.2-18', '5.0/MQTT-3.1.2-16', ...format],
    returnCodes,
    overrides: (connect) => ({
      connectFlags: withoutCredentialFlags(connect),
      userName: userNameOf(connect),
      password: leftOut,
    }),
  },
  {
    name: 'flag-without-user-name-closes',
    proves: ['3.1.1/MQTT-3.1.2-19', '5.0/MQTT-3.1.2-17', ...format],
    returnCodes,
    overrides: (connect) => ({
      connectFlags: withoutCredentialFlags(connect) | flag.userName,
      userName: leftOut,
      password: leftOut,
    }),
  },
  {
    name: 'password-without-flag-closes',
    proves: ['3.1.1/MQTT-3.1.2-20', '5.0/MQTT-3.1.2-18', ...format],
    returnCodes,
    overrides: (connect) => ({
      connectFlags: withoutCredentialFlags(connect) | flag.userName,
      userName: userNameOf(connect),
      password: passwordOf(connect),
    }),
  },
  {
    name: 'flag-without-password-closes',
    proves: ['3.1.1/MQTT-3.1.2-21', '5.0/MQTT-3.1.2-19', ...format],
    returnCodes,
    overrides: (connect) => ({
      connectFlags: withoutCredentialFlags(connect) | flag.userName | flag.password,
      userName: userNameOf(connect),
      password: leftOut,
    }),
  },
  {
    name: 'password-flag-without-user-name-flag-closes',
    proves: ['3.1.1/MQTT-3.1.2-22', '3.1.1/MQTT-3.1.4-1'],
    returnCodes,
    overrides: (connect) => ({
      connectFlags: withoutCredentialFlags(connect) | flag.password,
      userName: leftOut,
      password: passwordOf(connect),
    }),
  },
]);
