import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topOf } from './top-of.ts';

test('is the head of the sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 10 }), (all, most) => {
      const order = (a: number, b: number): number => b - a;
      expect(topOf(all, most, order)).toEqual([...all].sort(order).slice(0, most));
    }),
  );
});
