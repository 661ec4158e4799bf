import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches } from '../../src/packet/topic.ts';
import { covers, overlap } from './topic-filters.ts';

describe('covers', () => {
  test.each([
    ['#', '#', true],
    ['#', 'a/+/#', true],
    ['#', '$SYS/#', false],
    ['#', '$SYS', false],
    ['+/b', '$SYS/b', false],
    ['$SYS/#', '$SYS/a', true],
    ['$SYS/#', '#', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b', true],
    ['a/#', 'ab', false],
    ['a/#', '#', false],
    ['a/#', '+/#', false],
    ['a/#', 'a/#', true],
    ['a/+', 'a/#', false],
    ['a/+', 'a', false],
    ['a/+', 'a/+', true],
    ['a/+', 'a/b/c', false],
    ['a/+/c', 'a/b/+', false],
    ['a/b', 'a/+', false],
    ['+', 'a', true],
    ['a', 'a/', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(covers(wide, narrow)).toBe(expected);
  });
});

describe('overlap', () => {
  test.each([
    ['#', '#', true],
    ['a/#', '#', true],
    ['a/#', 'a', true],
    ['a/b/#', 'a', false],
    ['a/+', '+/b', true],
    ['a/+', 'b/+', false],
    ['a/+/c', 'a/#', true],
    ['#', '$SYS/#', false],
    ['+/a', '$SYS/a', false],
    ['$SYS/#', '$SYS/+', true],
    ['a', 'a/b', false],
    ['a/', 'a/+', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});

/** Small enough that every Topic Name can be tried. */
const words = ['', 'a', '$a'];
const names = words.flatMap((one) => [
  one,
  ...words.flatMap((two) => [`${one}/${two}`, ...words.map((three) => `${one}/${two}/${three}`)]),
]);
const filter = fc
  .tuple(fc.array(fc.constantFrom(...words, '+', '+'), { maxLength: 3 }), fc.boolean())
  .map(([levels, hasTail]) => (hasTail || levels.length === 0 ? [...levels, '#'] : levels).join('/'))
  .filter((text) => text !== '');
const matched = (text: string): string[] => names.filter((name) => name !== '' && matches(text, name));

describe('Against every Topic Name of a small world', () => {
  test('what is covered matches nothing else', () => {
    fc.assert(
      fc.property(filter, filter, (wide, narrow) => {
        fc.pre(covers(wide, narrow));
        const allowed = new Set(matched(wide));
        expect(matched(narrow).filter((name) => !allowed.has(name))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('filters overlap when a name is matched by both', () => {
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const both = new Set(matched(one));
        const meet = matched(other).some((name) => both.has(name));
        // With a tail they may meet beyond this world.
        fc.pre(meet || !(one + other).includes('#'));
        expect(overlap(one, other)).toBe(meet);
      }),
      { numRuns: 2_000 },
    );
  });
});
