import type { Auth } from '../src/packet/auth.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { authPacket, beginExchange } from './enhanced-authentication.ts';
import { Reason } from './reason.ts';

/** AUTH after CONNACK: a re-authentication. (5.0 section 4.12.1) */
export function onAuth(core: BrokerCore, client: ConnectedClient, auth: Auth): void {
  const { authentication } = client;
  // [5.0/MQTT-4.12.0-7] [5.0/U-3.15-1]
  if (authentication.kind === 'none') {
    return client.fail({
      reasonCode: Reason.protocolError,
      detail: 'AUTH without an Authentication Method in CONNECT',
    });
  }
  const { authenticationMethod } = authentication;
  // [5.0/MQTT-4.12.1-1] [5.0/MQTT-4.12.0-5] [5.0/U-3.15-1]
  if (auth.properties?.authenticationMethod !== authenticationMethod) {
    return client.fail({
      reasonCode: Reason.protocolError,
      detail: 'AUTH names another Authentication Method than CONNECT',
    });
  }
  if (auth.reasonCode === Reason.reauthenticate) {
    authentication.exchange = beginExchange(core.settings.hooks, authenticationMethod, client.identity);
  }
  const step = authentication.exchange?.(auth.properties.authenticationData);
  if (step === undefined) {
    return client.fail({ reasonCode: Reason.protocolError, detail: 'AUTH continues what was not begun' });
  }
  switch (step.kind) {
    case 'continue':
      // [5.0/U-4.12.1-1]
      return client.send(
        authPacket(Reason.continueAuthentication, authenticationMethod, step.authenticationData),
      );
    case 'success':
      authentication.exchange = undefined;
      // [5.0/U-4.12.1-1]
      return client.send(authPacket(Reason.success, authenticationMethod, step.authenticationData));
    case 'refused':
      // [5.0/MQTT-4.12.1-2] [5.0/U-4.12.1-3]
      return client.fail(step.refusal);
  }
}
