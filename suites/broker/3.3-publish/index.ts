import type { Suite } from '../../../src/conformance/index.ts';
import { dupCases } from './3.3.1.1-dup.ts';
import { qosCases } from './3.3.1.2-qos.ts';
import { retainClearCases } from './3.3.1.3-retain-clear.ts';
import { retainFlagCases } from './3.3.1.3-retain-flag.ts';
import { retainHandlingCases } from './3.3.1.3-retain-handling.ts';
import { retainStoreCases } from './3.3.1.3-retain-store.ts';
import { topicNameCases } from './3.3.2.1-topic-name.ts';
import { messageExpiryCases } from './3.3.2.3.3-message-expiry-interval.ts';
import { topicAliasCases } from './3.3.2.3.4-topic-alias.ts';
import { outboundTopicAliasCases } from './3.3.2.3.4-topic-alias-outbound.ts';
import { refusedTopicAliasCases } from './3.3.2.3.4-topic-alias-refused.ts';
import { unalteredPropertyCases } from './3.3.2.3-properties-unaltered.ts';
import { variableHeaderCases } from './3.3.2-variable-header.ts';
import { overlappingIdentifierCases } from './3.3.4-overlapping-identifiers.ts';
import { receiveMaximumCases } from './3.3.4-receive-maximum.ts';
import { responseCases } from './3.3.4-response.ts';
import { subscriptionIdentifierCases } from './3.3.4-subscription-identifiers.ts';
import { overlappingCases } from './3.3.5-overlapping.ts';
import { malformedPropertyCases } from './malformed-properties.ts';
import { packetTooLargeCases } from './packet-too-large.ts';

/** Section 3.3: PUBLISH. */
export const publishSuite: Suite = {
  section: '3.3',
  title: 'PUBLISH',
  cases: [
    ...dupCases,
    ...qosCases,
    ...retainStoreCases,
    ...retainClearCases,
    ...retainFlagCases,
    ...retainHandlingCases,
    ...variableHeaderCases,
    ...topicNameCases,
    ...unalteredPropertyCases,
    ...messageExpiryCases,
    ...topicAliasCases,
    ...refusedTopicAliasCases,
    ...outboundTopicAliasCases,
    ...malformedPropertyCases,
    ...responseCases,
    ...overlappingCases,
    ...subscriptionIdentifierCases,
    ...overlappingIdentifierCases,
    ...receiveMaximumCases,
    ...packetTooLargeCases,
  ],
};
