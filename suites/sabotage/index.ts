import type { Saboteur } from '../../src/conformance/index.ts';
import { connectSaboteurs } from './3.1-connect/index.ts';
import { publishSaboteurs } from './3.3-publish/index.ts';
import { subscribeSaboteurs } from './3.8-subscribe/index.ts';
import { pingreqSaboteurs } from './3.12-pingreq.ts';
import { topicSaboteurs } from './4.7-topic-names-and-filters/index.ts';

/** The lies that the cases must catch, in the order of the standard's table of contents. */
export const saboteurs: readonly Saboteur[] = [
  ...connectSaboteurs,
  ...publishSaboteurs,
  ...subscribeSaboteurs,
  ...pingreqSaboteurs,
  ...topicSaboteurs,
];
