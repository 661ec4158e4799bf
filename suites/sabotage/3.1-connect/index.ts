import type { Saboteur } from '../../../src/conformance/index.ts';
import { firstPacketSaboteurs } from './3.1.0-first-packet.ts';
import { protocolNameSaboteurs } from './3.1.2.1-protocol-name.ts';
import { protocolLevelSaboteurs } from './3.1.2.2-protocol-level.ts';
import { cleanStartSaboteurs } from './3.1.2.4-clean-start.ts';
import { sessionSaboteurs } from './3.1.2.4-session.ts';
import { willSaboteurs } from './3.1.2.5-will.ts';
import { willQosAndRetainSaboteurs } from './3.1.2.6-will-qos-and-retain.ts';
import { keepAliveSaboteurs } from './3.1.2.10-keep-alive.ts';
import { connectPropertiesSaboteurs } from './3.1.2.11-properties.ts';
import { clientIdentifierSaboteurs } from './3.1.3.1-client-identifier.ts';
import { willPropertiesSaboteurs } from './3.1.3.2-will-properties.ts';
import { refusedConnectSaboteurs } from './3.1.4-refused-connect.ts';
import { responseSaboteurs } from './3.1.4-response.ts';
import { takeoverSaboteurs } from './3.1.4-takeover.ts';
import { validationSaboteurs } from './3.1.4-validation.ts';

export const connectSaboteurs: readonly Saboteur[] = [
  ...firstPacketSaboteurs,
  ...protocolNameSaboteurs,
  ...protocolLevelSaboteurs,
  ...sessionSaboteurs,
  ...cleanStartSaboteurs,
  ...willSaboteurs,
  ...willQosAndRetainSaboteurs,
  ...keepAliveSaboteurs,
  ...connectPropertiesSaboteurs,
  ...clientIdentifierSaboteurs,
  ...willPropertiesSaboteurs,
  ...takeoverSaboteurs,
  ...responseSaboteurs,
  ...validationSaboteurs,
  ...refusedConnectSaboteurs,
];
