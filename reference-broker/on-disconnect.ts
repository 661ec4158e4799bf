import type { Disconnect } from '../src/packet/disconnect.ts';
import type { ConnectedClient } from './client.ts';
import type { BrokerCore } from './core.ts';
import { Reason } from './reason.ts';
import { grantedExpirySeconds } from './session-expiry.ts';

/** DISCONNECT from a client. (3.1.1 and 5.0 section 3.14) */
export function onDisconnect(core: BrokerCore, client: ConnectedClient, disconnect: Disconnect): void {
  const expirySeconds = disconnect.properties?.sessionExpiryIntervalSeconds;
  if (expirySeconds !== undefined && expirySeconds > 0 && client.connectExpirySeconds === 0) {
    // It does not count as a DISCONNECT, so the Will stays. [5.0/U-3.14.2.2.2-3] [5.0/U-3.14.2.2.2-4]
    return client.fail({
      reasonCode: Reason.protocolError,
      detail: 'Session Expiry Interval was 0 in CONNECT and may not be raised in DISCONNECT',
    });
  }
  // [5.0/U-3.14.2.2.2-2]
  if (expirySeconds !== undefined) {
    client.session.expiryIntervalSeconds = grantedExpirySeconds(core.settings.capabilities, expirySeconds);
  }
  // Any other code keeps the Will: 0x04 asks for it, and the rest are failures. In 3.1.1 the code is always 0x00.
  // [5.0/MQTT-3.14.4-3] [5.0/MQTT-3.1.2-10] [5.0/U-3.14.2.1-4] [3.1.1/MQTT-3.14.4-3] [3.1.1/MQTT-3.1.2-10]
  if (disconnect.reasonCode === Reason.success) client.discardWill();
  // [5.0/U-3.14.4-1] [3.1.1/U-3.14.4-1]
  client.leave();
}
