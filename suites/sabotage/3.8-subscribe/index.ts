import type { Saboteur } from '../../../src/conformance/index.ts';
import { notAvailableSaboteurs } from './3.2.2.3-not-available.ts';
import { malformedSaboteurs } from './3.8.1-malformed.ts';
import { optionSaboteurs } from './3.8.3-options-and-properties.ts';
import { deliveredQoSSaboteurs } from './3.8.4-delivered-qos.ts';
import { replacementSaboteurs } from './3.8.4-replacement.ts';
import { retainedMessageSaboteurs } from './3.8.4-retained-messages.ts';
import { severalFilterSaboteurs } from './3.8.4-several-filters.ts';
import { subackSaboteurs } from './3.8.4-suback.ts';

export const subscribeSaboteurs: readonly Saboteur[] = [
  ...malformedSaboteurs,
  ...optionSaboteurs,
  ...subackSaboteurs,
  ...severalFilterSaboteurs,
  ...deliveredQoSSaboteurs,
  ...replacementSaboteurs,
  ...retainedMessageSaboteurs,
  ...notAvailableSaboteurs,
];
