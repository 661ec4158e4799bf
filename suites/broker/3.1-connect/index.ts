import type { Suite } from '../../../src/conformance/index.ts';
import { cleanStartCases } from './3.1.2.4-clean-start.ts';
import { sessionCases } from './3.1.2.4-session.ts';
import { willCases } from './3.1.2.5-will.ts';
import { willRemovedCases } from './3.1.2.5-will-removed.ts';
import { willQosAndRetainCases } from './3.1.2.6-will-qos-and-retain.ts';
import { keepAliveCases } from './3.1.2.10-keep-alive.ts';
import { sessionExpiryCases } from './3.1.2.11.2-session-expiry-interval.ts';
import { maximumPacketSizeCases } from './3.1.2.11.4-maximum-packet-size.ts';
import { topicAliasMaximumCases } from './3.1.2.11.5-topic-alias-maximum.ts';
import { requestedInformationCases } from './3.1.2.11.6-requested-information.ts';
import { clientIdentifierCases } from './3.1.3.1-client-identifier.ts';
import { willDelayCases } from './3.1.3.2.2-will-delay-interval.ts';
import { willPropertiesCases } from './3.1.3.2-will-properties.ts';
import { responseCases } from './3.1.4-response.ts';
import { takeoverCases } from './3.1.4-takeover.ts';

/** Section 3.1: CONNECT. */
export const connectSuite: Suite = {
  section: '3.1',
  title: 'CONNECT',
  cases: [
    ...sessionCases,
    ...cleanStartCases,
    ...willCases,
    ...willRemovedCases,
    ...willQosAndRetainCases,
    ...keepAliveCases,
    ...sessionExpiryCases,
    ...maximumPacketSizeCases,
    ...topicAliasMaximumCases,
    ...requestedInformationCases,
    ...clientIdentifierCases,
    ...willPropertiesCases,
    ...willDelayCases,
    ...takeoverCases,
    ...responseCases,
  ],
};
