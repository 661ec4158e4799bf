import { expect, test } from 'vitest';
import { createRandom, drawIndex } from './random.ts';

test('the same seed gives the same numbers, on every machine', () => {
  const random = createRandom(1);
  expect(Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(16))).toEqual([
    '96a0f96b',
    '12bc8390',
    '971e9964',
    '79adc7e7',
  ]);
});

test('neighbouring seeds have nothing in common', () => {
  const [a, b] = [createRandom(1), createRandom(2)];
  const pairs = Array.from({ length: 20_000 }, () => [a() - 0.5, b() - 0.5] as const);
  const correlation = pairs.reduce((sum, [x, y]) => sum + x * y, 0) / pairs.length / (1 / 12);
  expect(Math.abs(correlation)).toBeLessThan(0.03);
});

test('every index is drawn equally often, whatever was drawn before', () => {
  const random = createRandom(7);
  const counts = new Uint32Array(25);
  const draws = 250_000;
  for (let n = 0; n < draws; n += 1) {
    const place = drawIndex(random, 5) * 5 + drawIndex(random, 5);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const due = draws / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - due) ** 2 / due, 0);
  // 24 degrees of freedom: 1 of 1000 good generators is beyond 51.2.
  expect(chiSquare).toBeLessThan(51.2);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
});
