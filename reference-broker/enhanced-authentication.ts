import type { Auth } from '../src/packet/auth.ts';
import type { AuthenticationStep, ClientIdentity, Hooks } from './options.ts';
import type { Reason } from './reason.ts';

/** One running exchange: takes each Authentication Data of the client. */
export type AuthenticationExchange = (authenticationData: Uint8Array | undefined) => AuthenticationStep;

/** How a connection was authenticated, and the exchange that renews it, while one runs. */
export type ReauthenticationState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'method';
      readonly authenticationMethod: string;
      exchange: AuthenticationExchange | undefined;
    };

/** Absent: the broker does not know the method. */
export function beginExchange(
  hooks: Hooks,
  authenticationMethod: string,
  identity: ClientIdentity,
): AuthenticationExchange | undefined {
  if (!Object.hasOwn(hooks.authenticationMethods, authenticationMethod)) return undefined;
  return hooks.authenticationMethods[authenticationMethod]?.begin(identity);
}

/** @param reasonCode 0x18 asks the client for more, 0x00 ends a re-authentication. [5.0/MQTT-3.15.2-1] */
export function authPacket(
  reasonCode: typeof Reason.success | typeof Reason.continueAuthentication,
  authenticationMethod: string,
  authenticationData: Uint8Array | undefined,
): Auth {
  return {
    type: 'auth',
    reasonCode,
    // [5.0/MQTT-4.12.0-5]
    properties: { authenticationMethod, ...(authenticationData === undefined ? {} : { authenticationData }) },
  };
}
