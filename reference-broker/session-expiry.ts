import type { Connect } from '../src/packet/connect.ts';
import type { Capabilities } from './options.ts';
import { neverExpires } from './session.ts';

/** The Session Expiry Interval that a CONNECT asks for, in seconds; CleanSession of 3.1.1 read as one. */
export function requestedExpirySeconds(connect: Connect): number {
  switch (connect.protocolVersion) {
    case '3.1.1':
      // [3.1.1/MQTT-3.1.2-4] [3.1.1/MQTT-3.1.2-6]
      return connect.cleanStart ? 0 : neverExpires;
    case '5.0':
      // [5.0/U-3.1.2.11.2-2]
      return connect.properties?.sessionExpiryIntervalSeconds ?? 0;
  }
}

/** What the broker makes of it: never more than its own maximum. [5.0/U-3.2.2.3.2-2] */
export function grantedExpirySeconds(capabilities: Capabilities, requestedSeconds: number): number {
  return Math.min(requestedSeconds, capabilities.sessionExpiryMaximumSeconds ?? neverExpires);
}
