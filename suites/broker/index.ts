import type { Suite } from '../../src/conformance/index.ts';
import { connectSuite } from './3.1-connect/index.ts';
import { publishSuite } from './3.3-publish/index.ts';
import { subscribeSuite } from './3.8-subscribe/index.ts';
import { pingreqSuite } from './3.12-pingreq.ts';
import { topicSuite } from './4.7-topic-names-and-filters/index.ts';

/** All cases for brokers, in the order of the standard's table of contents. */
export const brokerSuites: readonly Suite[] = [
  connectSuite,
  publishSuite,
  subscribeSuite,
  pingreqSuite,
  topicSuite,
];
