import type { Saboteur } from '../../../src/conformance/index.ts';
import { dupSaboteurs } from './3.3.1.1-dup.ts';
import { qosSaboteurs } from './3.3.1.2-qos.ts';
import { retainClearSaboteurs } from './3.3.1.3-retain-clear.ts';
import { retainFlagSaboteurs } from './3.3.1.3-retain-flag.ts';
import { retainHandlingSaboteurs } from './3.3.1.3-retain-handling.ts';
import { retainStoreSaboteurs } from './3.3.1.3-retain-store.ts';
import { topicNameSaboteurs } from './3.3.2.1-topic-name.ts';
import { messageExpirySaboteurs } from './3.3.2.3.3-message-expiry-interval.ts';
import { topicAliasSaboteurs } from './3.3.2.3.4-topic-alias.ts';
import { unalteredPropertySaboteurs } from './3.3.2.3-properties-unaltered.ts';
import { variableHeaderSaboteurs } from './3.3.2-variable-header.ts';
import { receiveMaximumSaboteurs } from './3.3.4-receive-maximum.ts';
import { responseSaboteurs } from './3.3.4-response.ts';
import { subscriptionIdentifierSaboteurs } from './3.3.4-subscription-identifiers.ts';
import { overlappingSaboteurs } from './3.3.5-overlapping.ts';
import { refusalSaboteurs } from './refusals.ts';

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
  ...unalteredPropertySaboteurs,
  ...messageExpirySaboteurs,
  ...topicAliasSaboteurs,
  ...subscriptionIdentifierSaboteurs,
  ...receiveMaximumSaboteurs,
  ...refusalSaboteurs,
];
