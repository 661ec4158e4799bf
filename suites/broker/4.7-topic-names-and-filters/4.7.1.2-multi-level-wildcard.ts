import type { BrokerCase } from '../../../src/conformance/index.ts';
import { matchingCases } from './matching.ts';

const proves = ['3.1.1/U-4.7.1.2-1', '5.0/U-4.7.1.2-1'] as const;
const needs = ['wildcard-subscriptions'] as const;

/** Section 4.7.1.2: what `#` matches. */
export const multiLevelWildcardCases: readonly BrokerCase[] = matchingCases('topics/multi-level-wildcard', [
  {
    name: 'matches-parent-and-all-levels-below',
    proves,
    needs,
    of: ({ base }) => ({
      topicFilter: `${base}/player1/#`,
      matches: ['', '/', '/ranking', '/score/wimbledon', '//a'].map((end) => `${base}/player1${end}`),
      differs: [base, `${base}/player`, `${base}/player12`, `${base}/player12/ranking`, `/${base}/player1`],
    }),
  },
  {
    name: 'alone-matches-every-name',
    proves,
    needs,
    overhears: 'other-cases',
    of: ({ base, level }) => ({
      topicFilter: '#',
      matches: [level, `/${level}`, `${level}/`, `${base}/a`],
      differs: [],
    }),
  },
  {
    name: 'after-leading-slash-needs-that-slash',
    proves,
    needs,
    of: ({ base }) => ({
      topicFilter: `/${base}/#`,
      matches: [`/${base}`, `/${base}/a`],
      differs: [base, `${base}/a`, `//${base}/a`],
    }),
  },
]);
