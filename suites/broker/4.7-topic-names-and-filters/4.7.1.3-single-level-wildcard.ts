import type { BrokerCase } from '../../../src/conformance/index.ts';
import { matchingCases } from './matching.ts';

const oneLevel = ['3.1.1/U-4.7.1.3-1', '5.0/U-4.7.1.3-1'] as const;
const several = ['3.1.1/U-4.7.1.3-2', '5.0/U-4.7.1.3-2'] as const;
const needs = ['wildcard-subscriptions'] as const;

/** Section 4.7.1.3: what `+` matches. */
export const singleLevelWildcardCases: readonly BrokerCase[] = matchingCases('topics/single-level-wildcard', [
  {
    name: 'last-matches-one-level',
    proves: oneLevel,
    needs,
    of: ({ base }) => ({
      topicFilter: `${base}/tennis/+`,
      matches: [`${base}/tennis/player1`, `${base}/tennis/player2`, `${base}/tennis/`],
      differs: [
        `${base}/tennis`,
        `${base}/tennis/player1/ranking`,
        `${base}/tennis/player1/`,
        `${base}/tennis2`,
      ],
    }),
  },
  {
    name: 'in-the-middle-matches-one-level',
    proves: oneLevel,
    needs,
    of: ({ base }) => ({
      topicFilter: `${base}/+/player1`,
      matches: [`${base}/tennis/player1`, `${base}//player1`],
      differs: [`${base}/player1`, `${base}/tennis/open/player1`, `${base}/tennis/player2`, `${base}/tennis`],
    }),
  },
  {
    name: 'first-matches-one-level',
    proves: oneLevel,
    needs,
    of: ({ base, tag }) => ({
      topicFilter: `+/${tag}/x`,
      matches: [`${base}/x`, `/${tag}/x`],
      differs: [`${tag}/x`, `/${base}/x`, base, `${base}/x/y`],
    }),
  },
  {
    name: 'alone-matches-names-of-one-level',
    proves: oneLevel,
    needs,
    overhears: 'other-cases',
    of: ({ level }) => ({
      topicFilter: '+',
      matches: [level],
      differs: [`/${level}`, `${level}/`, `${level}/a`],
    }),
  },
  {
    name: 'after-leading-slash-matches-one-level',
    proves: oneLevel,
    needs,
    overhears: 'other-cases',
    of: ({ level }) => ({
      topicFilter: '/+',
      matches: [`/${level}`],
      differs: [level, `${level}/`, `/${level}/`, `//${level}`],
    }),
  },
  {
    name: 'twice-matches-two-levels',
    proves: [...several, ...oneLevel],
    needs,
    overhears: 'other-cases',
    of: ({ level }) => ({
      topicFilter: '+/+',
      matches: [`/${level}`, `${level}/`, `${level}/a`],
      differs: [level, `/${level}/`, `a/b/${level}`],
    }),
  },
  {
    name: 'works-at-several-levels-with-multi-level-wildcard',
    proves: several,
    needs,
    of: ({ base, tag }) => ({
      topicFilter: `+/${tag}/tennis/+/#`,
      matches: [`${base}/tennis/player1`, `${base}/tennis/player1/ranking/1`, `${base}/tennis/`],
      differs: [`${base}/tennis`, `${base}/golf/player1`, `${tag}/tennis/player1`],
    }),
  },
]);
