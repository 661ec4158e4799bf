import { type BrokerCase, brokerCase } from '../../../src/conformance/index.ts';
import { resendUntil } from '../shared/measured.ts';
import { expectMessages, matchingCases, payloadOf } from './matching.ts';

const asTheyAre = ['3.1.1/MQTT-4.7.3-4', '5.0/MQTT-4.7.3-4'] as const;
const separators = ['3.1.1/U-4.7.1.1-1', '5.0/U-4.7.1.1-1'] as const;
const letterCase = ['3.1.1/U-4.7.3-1', '5.0/U-4.7.3-1'] as const;
const spaces = ['3.1.1/U-4.7.3-2', '5.0/U-4.7.3-2'] as const;
const outerSlashes = ['3.1.1/U-4.7.3-3', '5.0/U-4.7.3-3'] as const;
const loneSlash = ['3.1.1/U-4.7.3-4', '5.0/U-4.7.3-4'] as const;
const eachCharacter = ['3.1.1/U-4.7.3-5', '5.0/U-4.7.3-6'] as const;
const everySubscription = ['3.1.1/U-4.7.3-6', '5.0/U-4.7.3-7'] as const;

/** Below the 200 levels at which some servers stop; see the ruling. */
const deep = '/l'.repeat(120);

const matching = matchingCases('topics/exact-filter', [
  {
    name: 'tells-composed-from-decomposed-characters',
    proves: asTheyAre,
    of: ({ base }) => ({
      topicFilter: `${base}/caf\u00e9/\u00c5`,
      matches: [`${base}/caf\u00e9/\u00c5`],
      differs: [`${base}/cafe\u0301/\u00c5`, `${base}/caf\u00e9/\u212b`, `${base}/caf\u00e9/A\u030a`],
    }),
  },
  {
    name: 'tells-decomposed-from-composed-characters',
    proves: asTheyAre,
    of: ({ base }) => ({
      topicFilter: `${base}/cafe\u0301/\u212b`,
      matches: [`${base}/cafe\u0301/\u212b`],
      differs: [`${base}/caf\u00e9/\u212b`, `${base}/cafe\u0301/\u00c5`],
    }),
  },
  {
    name: 'keeps-unusual-characters',
    proves: asTheyAre,
    of: ({ base }) => ({
      topicFilter: `${base}/\ufeffa\u{1f600}\u0378`,
      matches: [`${base}/\ufeffa\u{1f600}\u0378`],
      differs: [`${base}/a\u{1f600}\u0378`, `${base}/\ufeffa\ufffd\u0378`, `${base}/\ufeffa\u{1f600}?`],
    }),
  },
  {
    name: 'takes-wildcards-of-other-systems-as-characters',
    proves: asTheyAre,
    of: ({ base }) => ({
      topicFilter: `${base}/a.b/*/%2B`,
      matches: [`${base}/a.b/*/%2B`],
      differs: [`${base}/a/b/*/%2B`, `${base}/aXb/*/%2B`, `${base}/a.b/x/%2B`, `${base}/a.b/*/%2b`],
    }),
  },
  {
    name: 'is-case-sensitive',
    proves: letterCase,
    of: ({ base }) => ({
      topicFilter: `${base}/Accounts/\u00c4`,
      matches: [`${base}/Accounts/\u00c4`],
      differs: [`${base}/ACCOUNTS/\u00c4`, `${base}/accounts/\u00c4`, `${base}/Accounts/\u00e4`],
    }),
  },
  {
    name: 'keeps-spaces',
    proves: spaces,
    of: ({ base }) => ({
      topicFilter: `${base}/Accounts payable/ x `,
      matches: [`${base}/Accounts payable/ x `],
      differs: [
        `${base}/Accountspayable/ x `,
        `${base}/Accounts  payable/ x `,
        `${base}/Accounts%20payable/ x `,
        `${base}/Accounts payable/ x`,
        `${base}/Accounts payable/x `,
      ],
    }),
  },
  {
    name: 'counts-empty-levels',
    proves: separators,
    of: ({ base }) => ({
      topicFilter: `${base}//x`,
      matches: [`${base}//x`],
      differs: [`${base}/x`, `${base}///x`],
    }),
  },
  {
    name: 'tells-leading-slash',
    proves: outerSlashes,
    of: ({ base }) => ({ topicFilter: `/${base}/x`, matches: [`/${base}/x`], differs: [`${base}/x`] }),
  },
  {
    name: 'tells-missing-leading-slash',
    proves: outerSlashes,
    of: ({ base }) => ({ topicFilter: `${base}/x`, matches: [`${base}/x`], differs: [`/${base}/x`] }),
  },
  {
    name: 'tells-trailing-slash',
    proves: outerSlashes,
    of: ({ base }) => ({ topicFilter: `${base}/x/`, matches: [`${base}/x/`], differs: [`${base}/x`] }),
  },
  {
    name: 'may-be-a-lone-slash',
    proves: loneSlash,
    of: () => ({ topicFilter: '/', matches: ['/'], differs: ['//'] }),
  },
  {
    name: 'matches-character-for-character',
    proves: eachCharacter,
    of: ({ base }) => ({
      topicFilter: `${base}/sport/tennis`,
      matches: [`${base}/sport/tennis`],
      differs: [`${base}/sport`, `${base}/sports/tennis`, `${base}/sport/tenni`, `${base}/sport/tennis/x`],
    }),
  },
  {
    name: 'may-have-many-levels',
    proves: ['5.0/U-4.7.3-5'],
    of: ({ base }) => ({
      topicFilter: `${base}${deep}`,
      matches: [`${base}${deep}`],
      differs: [`${base}${deep}/l`, `${base}${deep.slice(2)}`],
    }),
  },
]);

/** Section 4.7.3: what makes Topic Names and Topic Filters equal. */
export const semanticsCases: readonly BrokerCase[] = [
  ...matching,

  brokerCase(
    'topics/each-matching-subscription-gets-the-message',
    { proves: everySubscription, needs: ['wildcard-subscriptions'] },
    async (context) => {
      const { connected, deadlineMs, settle, topic } = context;
      const publisher = await connected('publisher');
      const topicName = topic('sport/tennis');
      const filters = [topicName, topic('+/tennis'), topic('#'), topicName];
      const subscribers = await Promise.all(filters.map((_, index) => connected(`subscriber-${index}`)));
      for (const [index, subscriber] of subscribers.entries()) {
        await subscriber.subscribe([
          { topicFilter: filters[index] ?? topicName, qos: 1 },
          { topicFilter: topic('settle'), qos: 1 },
        ]);
        await settle(publisher, subscriber, topic('settle'));
      }
      for (const subscriber of subscribers) {
        await resendUntil(
          deadlineMs,
          () => publisher.publish({ topicName, qos: 1, payload: payloadOf('match', topicName, topic()) }),
          (options) => expectMessages(context, subscriber, 'match', [topicName], options),
        );
      }
    },
  ),
];
