import type { Suite } from '../../../src/conformance/index.ts';
import { dupCases } from './3.3.1.1-dup.ts';
import { qosCases } from './3.3.1.2-qos.ts';
import { retainClearCases } from './3.3.1.3-retain-clear.ts';
import { retainFlagCases } from './3.3.1.3-retain-flag.ts';
import { retainHandlingCases } from './3.3.1.3-retain-handling.ts';
import { retainStoreCases } from './3.3.1.3-retain-store.ts';
import { topicNameCases } from './3.3.2.1-topic-name.ts';
import { variableHeaderCases } from './3.3.2-variable-header.ts';
import { responseCases } from './3.3.4-response.ts';
import { overlappingCases } from './3.3.5-overlapping.ts';

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
    ...responseCases,
    ...overlappingCases,
  ],
};
