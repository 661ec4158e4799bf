import type { Suite } from '../../../src/conformance/index.ts';
import { notAvailableCases } from './3.2.2.3-not-available.ts';
import { fixedHeaderCases } from './3.8.1-fixed-header.ts';
import { propertyCases } from './3.8.2-properties.ts';
import { optionCases } from './3.8.3.1-options-at-work.ts';
import { forbiddenOptionCases } from './3.8.3.1-subscription-options.ts';
import { payloadCases } from './3.8.3-payload.ts';
import { deliveredQoSCases } from './3.8.4-delivered-qos.ts';
import { replacementCases } from './3.8.4-replacement.ts';
import { retainedMessageCases } from './3.8.4-retained-messages.ts';
import { severalFilterCases } from './3.8.4-several-filters.ts';
import { subackCases } from './3.8.4-suback.ts';
import { subscriptionIdentifierCases } from './3.8.4-subscription-identifier.ts';

/** Section 3.8: SUBSCRIBE, and with it what CONNACK says of Subscriptions (3.2.2.3.11 to 3.2.2.3.13). */
export const subscribeSuite: Suite = {
  section: '3.8',
  title: 'SUBSCRIBE',
  cases: [
    ...fixedHeaderCases,
    ...propertyCases,
    ...payloadCases,
    ...forbiddenOptionCases,
    ...optionCases,
    ...subackCases,
    ...severalFilterCases,
    ...deliveredQoSCases,
    ...replacementCases,
    ...subscriptionIdentifierCases,
    ...retainedMessageCases,
    ...notAvailableCases,
  ],
};
