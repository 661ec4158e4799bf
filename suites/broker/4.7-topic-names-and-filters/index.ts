import type { Suite } from '../../../src/conformance/index.ts';
import { multiLevelWildcardCases } from './4.7.1.2-multi-level-wildcard.ts';
import { singleLevelWildcardCases } from './4.7.1.3-single-level-wildcard.ts';
import { invalidFilterCases } from './4.7.1-invalid-filters.ts';
import { wildcardNameCases } from './4.7.1-wildcards-in-topic-names.ts';
import { dollarCases } from './4.7.2-topics-beginning-with-dollar.ts';
import { forbiddenNameCases } from './4.7.3-forbidden-names.ts';
import { semanticsCases } from './4.7.3-topic-semantics.ts';

/** Section 4.7: Topic Names and Topic Filters. */
export const topicSuite: Suite = {
  section: '4.7',
  title: 'Topic Names and Topic Filters',
  cases: [
    ...wildcardNameCases,
    ...invalidFilterCases,
    ...multiLevelWildcardCases,
    ...singleLevelWildcardCases,
    ...dollarCases,
    ...semanticsCases,
    ...forbiddenNameCases,
  ],
};
