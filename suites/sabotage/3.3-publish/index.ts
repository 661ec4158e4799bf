import type { Saboteur } from '../../../src/conformance/index.ts';
import { dupSaboteurs } from './3.3.1.1-dup.ts';
import { qosSaboteurs } from './3.3.1.2-qos.ts';
import { retainClearSaboteurs } from './3.3.1.3-retain-clear.ts';
import { retainFlagSaboteurs } from './3.3.1.3-retain-flag.ts';
import { retainHandlingSaboteurs } from './3.3.1.3-retain-handling.ts';
import { retainStoreSaboteurs } from './3.3.1.3-retain-store.ts';
import { topicNameSaboteurs } from './3.3.2.1-topic-name.ts';
import { variableHeaderSaboteurs } from './3.3.2-variable-header.ts';
import { responseSaboteurs } from './3.3.4-response.ts';
import { overlappingSaboteurs } from './3.3.5-overlapping.ts';

/** Lies about section 3.3: PUBLISH. */
export const publishSaboteurs: readonly Saboteur[] = [
  ...dupSaboteurs,
  ...qosSaboteurs,
  ...retainStoreSaboteurs,
  ...retainClearSaboteurs,
  ...retainFlagSaboteurs,
  ...retainHandlingSaboteurs,
  ...variableHeaderSaboteurs,
  ...topicNameSaboteurs,
  ...responseSaboteurs,
  ...overlappingSaboteurs,
];
