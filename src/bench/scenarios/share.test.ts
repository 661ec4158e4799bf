import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownAtOnce, ownNumbers } from './share.ts';

const counts = fc.record({ count: fc.nat(200), workers: fc.integer({ min: 1, max: 9 }) });
const all = (workers: number) => Array.from({ length: workers }, (_, worker) => ({ worker, workers }));

test('all workers together have each number once', () => {
  fc.assert(
    fc.property(counts, ({ count, workers }) => {
      const numbers = all(workers).flatMap((plan) => ownNumbers(plan, count));
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
    }),
  );
});

test('what may be under way at once is divided, and nobody stands still', () => {
  fc.assert(
    fc.property(counts, ({ count, workers }) => {
      const shares = all(workers).map((plan) => ownAtOnce(plan, count));
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.max(count, workers));
    }),
  );
});
