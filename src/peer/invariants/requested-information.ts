import type { Breach, InvariantFactory } from './invariant.ts';

/** Response Information and problem details come only to a client that did not decline them. */
export const requestedInformationInvariant: InvariantFactory = (mqtt) => {
  if (mqtt !== '5.0') return undefined;
  // Nothing is judged before a CONNECT was seen: one that the case spoils may ask for anything.
  let wantsResponseInformation = true;
  let wantsProblemInformation = true;

  return {
    sent(packet) {
      if (packet.type !== 'connect') return;
      wantsResponseInformation = packet.properties?.requestResponseInformation === 1;
      wantsProblemInformation = packet.properties?.requestProblemInformation !== 0;
    },
    received(packet): Breach | undefined {
      if (packet.type === 'pingresp' || packet.type === 'pingreq') return undefined;
      if (packet.type === 'connack') {
        if (wantsResponseInformation || packet.properties?.responseInformation === undefined)
          return undefined;
        return {
          statements: ['5.0/MQTT-3.1.2-28'],
          allowed: 'no Response Information, since the CONNECT did not request it',
          actual: 'CONNACK with Response Information',
        };
      }
      if (wantsProblemInformation || packet.type === 'publish' || packet.type === 'disconnect')
        return undefined;
      const carried: { readonly reasonString?: string; readonly userProperty?: readonly unknown[] } =
        packet.properties ?? {};
      if (carried.reasonString === undefined && carried.userProperty === undefined) return undefined;
      return {
        statements: ['5.0/MQTT-3.1.2-29'],
        allowed: 'neither Reason String nor User Property, since Request Problem Information is 0',
        actual: `${packet.type.toUpperCase()} with ${carried.reasonString === undefined ? 'User Property' : 'Reason String'}`,
      };
    },
  };
};
