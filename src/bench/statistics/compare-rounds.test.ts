import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedRatio, singleRunRatio, unpairedRatio } from './compare-rounds.ts';
import { drawNormal } from './normal.test.helper.ts';
import { createRandom } from './random.ts';

const a = [310, 295, 340, 322, 301];
const b = [612, 633, 655, 640, 600];

const value = fc.double({ min: 0.5, max: 1e6, noNaN: true });
const sides = fc
  .integer({ min: 2, max: 8 })
  .chain((rounds) =>
    fc.tuple(
      fc.array(value, { minLength: rounds, maxLength: rounds }),
      fc.array(value, { minLength: rounds, maxLength: rounds }),
    ),
  );
/** Each comparison draws tens of thousands of numbers. */
const fewRuns = { numRuns: 20 };

test.each([
  ['pairs', pairedRatio],
  ['rounds', unpairedRatio],
])('%s: the same data always have the same interval', (_, method) => {
  expect(method(a, b)).toEqual(method([...a], [...b]));
});

test.each([
  ['pairs', pairedRatio],
  ['rounds', unpairedRatio],
])('%s: the ratio is that of the geometric means, and lies within its interval', (_, method) => {
  const { ratio, low, high } = method([1, 100], [20, 20]);
  expect(ratio).toBeCloseTo(2);
  expect(low).toBeLessThan(2);
  expect(high).toBeGreaterThan(2);
});

describe('pairs', () => {
  test('b over a is the reciprocal of a over b, with the same noise', () => {
    fc.assert(
      fc.property(sides, ([left, right]) => {
        const there = pairedRatio(left, right);
        const back = pairedRatio(right, left);
        expect(Math.log(back.ratio)).toBeCloseTo(-Math.log(there.ratio), 6);
        expect(Math.log(back.low)).toBeCloseTo(-Math.log(there.high), 6);
        expect(Math.log(back.high)).toBeCloseTo(-Math.log(there.low), 6);
        expect(back.noiseFloor).toBeCloseTo(there.noiseFloor, 6);
      }),
      fewRuns,
    );
  });

  test('what slows down both sides of a round changes nothing', () => {
    const drift = [1, 3, 0.5, 2, 10];
    const drifted = (values: readonly number[]) => values.map((value, round) => value * (drift[round] ?? 1));
    const still = pairedRatio(a, b);
    const moved = pairedRatio(drifted(a), drifted(b));
    expect(moved.low).toBeCloseTo(still.low, 9);
    expect(moved.high).toBeCloseTo(still.high, 9);
    expect(moved.noiseFloor).toBeGreaterThan(still.noiseFloor);
  });

  test('that all agree leave no room', () => {
    const { low, ratio, high } = pairedRatio([100, 200, 300], [200, 400, 600]);
    expect(low).toBeCloseTo(2);
    expect(ratio).toBeCloseTo(2);
    expect(high).toBeCloseTo(2);
  });

  test('of two rounds prove next to nothing', () => {
    const { low, high } = pairedRatio([100, 100], [190, 260]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(4);
  });
});

test('the unit of the values does not matter', () => {
  fc.assert(
    fc.property(sides, ([left, right]) => {
      const micros = unpairedRatio(left, right);
      const millis = unpairedRatio(
        left.map((one) => one / 1000),
        right.map((one) => one / 1000),
      );
      expect(Math.log(millis.low)).toBeCloseTo(Math.log(micros.low), 6);
      expect(Math.log(millis.high)).toBeCloseTo(Math.log(micros.high), 6);
    }),
    fewRuns,
  );
});

test('the noise floor is that of the noisier side, and that of A against A', () => {
  const quiet = [100, 101, 99, 100, 102];
  const noisy = [100, 150, 80, 120, 60];
  const { noiseFloor } = unpairedRatio(quiet, noisy);
  expect(noiseFloor).toBeCloseTo(unpairedRatio(noisy, noisy).noiseFloor, 9);
  expect(noiseFloor).toBeGreaterThan(10 * unpairedRatio(quiet, quiet).noiseFloor);
});

describe('single runs', () => {
  /** Seconds that vary by 10 %, each like the one before to the share. */
  function run(seed: number, likeness: number) {
    const random = createRandom(seed);
    let state = 0;
    const seconds = Array.from({ length: 60 }, () => {
      state = likeness * state + Math.sqrt(1 - likeness ** 2) * drawNormal(random);
      return 300 * Math.exp(0.1 * state);
    });
    return { value: 300, seconds };
  }

  test('have the ratio of the runs, not of their seconds', () => {
    expect(singleRunRatio(run(1, 0), { ...run(2, 0), value: 450 }).ratio).toBeCloseTo(1.5);
  });

  test('seconds that follow each other count for less than independent ones', () => {
    const width = (likeness: number) => {
      const { low, high } = singleRunRatio(run(1, likeness), run(2, likeness));
      return Math.log(high / low);
    };
    expect(width(0.8)).toBeGreaterThan(1.3 * width(0));
  });

  test('ask for no number of rounds: they know of none', () => {
    expect(singleRunRatio(run(1, 0), run(2, 0))).not.toHaveProperty('roundsFor10Percent');
  });
});
