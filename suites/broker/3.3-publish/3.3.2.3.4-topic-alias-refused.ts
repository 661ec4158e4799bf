import type { BrokerCase } from '../../../src/conformance/index.ts';
import { raw } from '../../../src/packet/index.ts';
import { generalCodes, refusedPublishes } from './refusal.ts';

const topicAliasInvalid = 0x94;
const topicAliasProperty = 0x23;

/** Sections 3.3.2.3.4 and 3.3.4: Topic Aliases that no server may take. */
export const refusedTopicAliasCases: readonly BrokerCase[] = refusedPublishes([
  {
    name: 'topic-alias-0',
    proves: ['5.0/MQTT-3.3.2-8', '5.0/U-3.3.4-7'],
    codes: [topicAliasInvalid],
    publish: ({ topic }) => ({ topicName: topic(), payload: 'alias 0' }),
    overrides: { properties: { topicAlias: 0 } },
  },
  {
    name: 'topic-alias-above-maximum',
    proves: ['5.0/MQTT-3.3.2-9', '5.0/MQTT-3.2.2-17', '5.0/U-3.3.4-7'],
    needs: ['topic-alias-limit'],
    codes: [topicAliasInvalid],
    publish: ({ topic }) => ({ topicName: topic(), payload: 'alias too high' }),
    overrides: ({ announced }) => ({ properties: { topicAlias: announced.topicAliasMaximum + 1 } }),
  },
  {
    name: 'empty-topic-name-with-unknown-topic-alias',
    proves: ['5.0/U-3.3.4-10'],
    needs: ['inbound-topic-alias'],
    codes: generalCodes,
    publish: ({ topic }) => ({ topicName: topic(), payload: 'alias unknown' }),
    overrides: { topicName: '', properties: { topicAlias: 1 } },
  },
  {
    name: 'topic-alias-twice',
    proves: ['5.0/U-3.3.2.3.4-1'],
    needs: ['inbound-topic-alias'],
    codes: generalCodes,
    publish: ({ topic }) => ({ topicName: topic(), payload: 'two aliases', properties: { topicAlias: 1 } }),
    overrides: { extraProperties: [[topicAliasProperty, raw('0001')]] },
  },
]);
