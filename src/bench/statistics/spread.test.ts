import { describe, expect, test } from 'vitest';
import { meanOf, varianceOf } from './averages.ts';
import { spreadOfSeconds } from './blocks.ts';
import { drawNormal } from './normal.test.helper.ts';
import { createRandom } from './random.ts';
import { type Spread, spreadOfDifference, spreadOfRounds } from './spread.ts';

const few = [5.1, 5.3, 4.9, 5.6];

function draws({ drawDeviation }: Spread): readonly number[] {
  const random = createRandom(5);
  return Array.from({ length: 20_000 }, () => drawDeviation(random));
}

describe('resamples vary around 0 as much as means of so many values do', () => {
  const random = createRandom(11);
  const seconds = Array.from({ length: 64 }, () => drawNormal(random));

  test.each([
    ['of four rounds', spreadOfRounds(few), 0.1],
    ['of a difference', spreadOfDifference(spreadOfRounds(few), spreadOfRounds([1, 2, 4])), 0.1],
    // Which blocks are counted and which are drawn differs here.
    ['of seconds', spreadOfSeconds(seconds), 0.4],
  ])('%s', (_, spread, tolerance) => {
    const drawn = draws(spread);
    const deviation = Math.sqrt(spread.varianceOfMean);
    expect(Math.abs(meanOf(drawn))).toBeLessThan(0.05 * deviation);
    expect(Math.sqrt(varianceOf(drawn)) / deviation).toBeGreaterThan(1 - tolerance);
    expect(Math.sqrt(varianceOf(drawn)) / deviation).toBeLessThan(1 + tolerance);
  });
});

test('a difference has as many degrees of freedom as the side that decides it', () => {
  const quiet = spreadOfRounds([5, 5.001, 5, 4.999, 5, 5]);
  const loud = spreadOfRounds([1, 2, 4]);
  expect(spreadOfDifference(quiet, loud).degreesOfFreedom).toBeCloseTo(2, 3);
  expect(spreadOfDifference(loud, loud).degreesOfFreedom).toBeCloseTo(4);
  expect(spreadOfDifference(spreadOfRounds([1, 1, 1]), spreadOfRounds([2, 2, 2])).degreesOfFreedom).toBe(4);
});
