import type { Accounting } from './result.ts';

/** The counts of nothing. */
export const noAccounting: Accounting = {
  sent: 0,
  acknowledged: 0,
  refused: 0,
  expected: 0,
  delivered: 0,
  lost: 0,
  duplicated: 0,
  reordered: 0,
};

/** The counts of both. */
export function addAccounting(a: Accounting, b: Accounting): Accounting {
  return {
    sent: a.sent + b.sent,
    acknowledged: a.acknowledged + b.acknowledged,
    refused: a.refused + b.refused,
    expected: a.expected + b.expected,
    delivered: a.delivered + b.delivered,
    lost: a.lost + b.lost,
    duplicated: a.duplicated + b.duplicated,
    reordered: a.reordered + b.reordered,
  };
}
