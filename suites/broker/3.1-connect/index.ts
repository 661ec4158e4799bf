import type { Suite } from '../../../src/conformance/index.ts';
import { firstPacketCases } from './3.1.0-first-packet.ts';
import { fixedHeaderCases } from './3.1.1-fixed-header.ts';
import { protocolNameCases } from './3.1.2.1-protocol-name.ts';
import { protocolLevelCases } from './3.1.2.2-protocol-level.ts';
import { connectFlagsCases } from './3.1.2.3-connect-flags.ts';
import { cleanStartCases } from './3.1.2.4-clean-start.ts';
import { sessionCases } from './3.1.2.4-session.ts';
import { willCases } from './3.1.2.5-will.ts';
import { willFlagsCases } from './3.1.2.5-will-flags-and-payload.ts';
import { willRemovedCases } from './3.1.2.5-will-removed.ts';
import { willQosAndRetainCases } from './3.1.2.6-will-qos-and-retain.ts';
import { userNameAndPasswordCases } from './3.1.2.8-user-name-and-password.ts';
import { keepAliveCases } from './3.1.2.10-keep-alive.ts';
import { sessionExpiryCases } from './3.1.2.11.2-session-expiry-interval.ts';
import { maximumPacketSizeCases } from './3.1.2.11.4-maximum-packet-size.ts';
import { topicAliasMaximumCases } from './3.1.2.11.5-topic-alias-maximum.ts';
import { requestedInformationCases } from './3.1.2.11.6-requested-information.ts';
import { malformedPropertyCases } from './3.1.2.11-malformed-properties.ts';
import { clientIdentifierCases } from './3.1.3.1-client-identifier.ts';
import { willDelayCases } from './3.1.3.2.2-will-delay-interval.ts';
import { malformedWillPropertyCases } from './3.1.3.2-malformed-will-properties.ts';
import { willPropertiesCases } from './3.1.3.2-will-properties.ts';
import { payloadCases } from './3.1.3-payload.ts';
import { refusedConnectCases } from './3.1.4-refused-connect.ts';
import { responseCases } from './3.1.4-response.ts';
import { takeoverCases } from './3.1.4-takeover.ts';
import { validationCases } from './3.1.4-validation.ts';

/** Section 3.1: CONNECT. */
export const connectSuite: Suite = {
  section: '3.1',
  title: 'CONNECT',
  cases: [
    ...firstPacketCases,
    ...fixedHeaderCases,
    ...protocolNameCases,
    ...protocolLevelCases,
    ...connectFlagsCases,
    ...sessionCases,
    ...cleanStartCases,
    ...willFlagsCases,
    ...willCases,
    ...willRemovedCases,
    ...willQosAndRetainCases,
    ...userNameAndPasswordCases,
    ...keepAliveCases,
    ...malformedPropertyCases,
    ...sessionExpiryCases,
    ...maximumPacketSizeCases,
    ...topicAliasMaximumCases,
    ...requestedInformationCases,
    ...payloadCases,
    ...clientIdentifierCases,
    ...malformedWillPropertyCases,
    ...willPropertiesCases,
    ...willDelayCases,
    ...validationCases,
    ...takeoverCases,
    ...responseCases,
    ...refusedConnectCases,
  ],
};
