import type { Connack } from '../src/packet/connack.ts';
import type { Connect } from '../src/packet/connect.ts';
import type { PropertiesOf } from '../src/packet/properties-of.ts';
import type { ProtocolVersion } from '../src/spec/protocol-version.ts';
import { reasonCodes } from '../src/spec/reason-codes.ts';
import type { Capabilities } from './options.ts';
import { Reason, type Refusal, reasonProperties } from './reason.ts';

/** What the broker decided about a CONNECT that it accepts. */
export interface Acceptance {
  readonly sessionPresent: boolean;
  /** Present when the client came without an identifier. */
  readonly assignedClientIdentifier?: string;
  readonly requestedExpirySeconds: number;
  readonly grantedExpirySeconds: number;
  readonly authenticationData?: Uint8Array;
}

/** CONNACK of an accepted CONNECT. [5.0/MQTT-3.1.4-5] [3.1.1/MQTT-3.1.4-4] */
export function acceptingConnack(
  connect: Connect,
  capabilities: Capabilities,
  acceptance: Acceptance,
): Connack {
  const { sessionPresent } = acceptance;
  const accepted = { type: 'connack', sessionPresent, reasonCode: Reason.success } as const;
  if (connect.protocolVersion === '3.1.1') return accepted;
  return {
    ...accepted,
    properties: {
      ...announced(capabilities),
      ...individual(connect, capabilities, acceptance),
    },
  };
}

/** What differs from the standard's defaults, the same for all clients. */
function announced(capabilities: Capabilities): PropertiesOf<'connack'> {
  const { maximumQoS, serverKeepAliveSeconds } = capabilities;
  return {
    receiveMaximum: capabilities.receiveMaximum,
    maximumPacketSizeBytes: capabilities.maximumPacketSizeBytes,
    topicAliasMaximum: capabilities.topicAliasMaximum,
    // [5.0/MQTT-3.2.2-9] [5.0/U-3.2.2.3.4-1]
    ...(maximumQoS === 2 ? {} : { maximumQoS }),
    // [5.0/U-3.2.2.3.5-1] [5.0/U-3.2.2.3.11-1] [5.0/U-3.2.2.3.12-1] [5.0/U-3.2.2.3.13-1]
    ...(capabilities.retainAvailable ? {} : { retainAvailable: 0 }),
    ...(capabilities.wildcardSubscriptionAvailable ? {} : { wildcardSubscriptionAvailable: 0 }),
    ...(capabilities.subscriptionIdentifierAvailable ? {} : { subscriptionIdentifierAvailable: 0 }),
    ...(capabilities.sharedSubscriptionAvailable ? {} : { sharedSubscriptionAvailable: 0 }),
    ...(serverKeepAliveSeconds === undefined ? {} : { serverKeepAliveSeconds }),
  };
}

function individual(
  { properties }: Connect,
  { responseInformation }: Capabilities,
  acceptance: Acceptance,
): PropertiesOf<'connack'> {
  const { assignedClientIdentifier, grantedExpirySeconds, authenticationData } = acceptance;
  const authenticationMethod = properties?.authenticationMethod;
  const wantsResponseInformation = properties?.requestResponseInformation === 1;
  return {
    // [5.0/U-3.2.2.3.2-2]
    ...(grantedExpirySeconds === acceptance.requestedExpirySeconds
      ? {}
      : { sessionExpiryIntervalSeconds: grantedExpirySeconds }),
    // [5.0/MQTT-3.2.2-16] [5.0/MQTT-3.1.3-7]
    ...(assignedClientIdentifier === undefined ? {} : { assignedClientIdentifier }),
    // [5.0/MQTT-3.1.2-28] [5.0/U-3.1.2.11.6-3]
    ...(wantsResponseInformation && responseInformation !== undefined ? { responseInformation } : {}),
    // [5.0/MQTT-4.12.0-5] [5.0/MQTT-4.12.0-6]
    ...(authenticationMethod === undefined ? {} : { authenticationMethod }),
    ...(authenticationData === undefined ? {} : { authenticationData }),
  };
}

/** The Connect Return codes of 3.1.1 that say the same as a Reason Code of 5.0. (3.1.1 section 3.2.2.3) */
const returnCodes311: ReadonlyMap<number, number> = new Map([
  [Reason.unsupportedProtocolVersion, 0x01],
  [Reason.clientIdentifierNotValid, 0x02],
  [Reason.serverUnavailable, 0x03],
  [Reason.serverBusy, 0x03],
  [Reason.quotaExceeded, 0x03],
  [Reason.useAnotherServer, 0x03],
  [Reason.serverMoved, 0x03],
  [Reason.badUserNameOrPassword, 0x04],
  [Reason.notAuthorized, 0x05],
  [Reason.banned, 0x05],
]);

/** CONNACK of a refused CONNECT; absent when 3.1.1 has no code for the reason. [3.1.1/MQTT-3.2.2-6] */
export function refusingConnack(protocolVersion: ProtocolVersion, refusal: Refusal): Connack | undefined {
  // [5.0/MQTT-3.2.2-6] [3.1.1/MQTT-3.2.2-4]
  const refused = { type: 'connack', sessionPresent: false } as const;
  if (protocolVersion === '5.0') {
    // [5.0/MQTT-3.2.2-8]
    return {
      ...refused,
      reasonCode: connackCodeOf(refusal.reasonCode),
      properties: reasonProperties(refusal),
    };
  }
  const reasonCode = returnCodes311.get(refusal.reasonCode);
  return reasonCode === undefined ? undefined : { ...refused, reasonCode };
}

const connackCodes: ReadonlySet<number> = new Set(
  reasonCodes.filter(({ carriers }) => 'connack' in carriers).map(({ code }) => code),
);

/** What only DISCONNECT may carry, such as 0x94 of a PUBLISH before CONNACK, said in general words. [5.0/MQTT-3.2.2-8] */
function connackCodeOf(reasonCode: number): number {
  return connackCodes.has(reasonCode) ? reasonCode : Reason.protocolError;
}
