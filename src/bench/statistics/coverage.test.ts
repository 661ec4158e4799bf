/**
 * The proof that the intervals hold what they promise: benchmarks are made up with a ratio that we know, and it is
 * counted how often the interval holds it. Everything is seeded, so these numbers do not change from run to run.
 */
import { describe, expect, test } from 'vitest';
import { pairedRatio, type RatioEstimate, roundsForRatio, unpairedRatio } from './compare-rounds.ts';
import { drawNormal } from './normal.test.helper.ts';
import { createRandom, type Random } from './random.ts';

const tries = 400;

/** Far fewer than a report draws: they move an end of an interval by 8 %, and a share by less than its luck. */
const resamples = 300;

/**
 * What promises a share may miss it by chance: 1 of 100 seeds counts less often than it promises by more than
 * this. With 400 tries, 95 % may be counted as 92.5 %.
 */
function luckOf(share: number): number {
  return 2.33 * Math.sqrt((share * (1 - share)) / tries);
}

/** Fewer are not chance: the plain bootstrap holds 82 % with 5 rounds. */
const fewestHeld = 0.95 - luckOf(0.95);
/** More claims of a difference where there is none are not chance. */
const mostFalse = 0.05 + luckOf(0.05);

/** What was measured on a quiet machine: rounds of one broker vary by 12 %. */
const variationOfRounds = 0.12;
const width = Math.sqrt(Math.log(1 + variationOfRounds ** 2));

interface World {
  readonly rounds: number;
  readonly roundsOfB?: number;
  readonly ratio: number;
  /** Standard deviation of the logarithm of what slows down both sides of a round. */
  readonly drift?: number;
  /** Share of rounds that something else disturbs, by a factor of 2.5. */
  readonly disturbed?: number;
}

type Method = (a: readonly number[], b: readonly number[], resamples: number) => RatioEstimate;

interface Outcome {
  /** Share of tries in which the interval held the true ratio. */
  readonly coverage: number;
  /** Share of tries in which the interval excluded 1. */
  readonly excludesOne: number;
  /** Share of tries in which the ratio was beyond the noise floor. */
  readonly beyondNoise: number;
  /** Share of tries in which a difference would be claimed: beyond the noise floor, too. */
  readonly claims: number;
}

function simulate(method: Method, world: World): Outcome {
  const random = createRandom(20_261_122);
  const sum = { coverage: 0, excludesOne: 0, beyondNoise: 0, claims: 0 };
  for (let n = 0; n < tries; n += 1) {
    const [a, b] = makeUp(world, random);
    const { ratio, low, high, noiseFloor } = method(a, b, resamples);
    const excludesOne = low > 1 || high < 1;
    if (low <= world.ratio && world.ratio <= high) sum.coverage += 1;
    if (excludesOne) sum.excludesOne += 1;
    const beyondNoise = Math.max(ratio, 1 / ratio) > 1 + noiseFloor;
    if (beyondNoise) sum.beyondNoise += 1;
    if (excludesOne && beyondNoise) sum.claims += 1;
  }
  return {
    coverage: sum.coverage / tries,
    excludesOne: sum.excludesOne / tries,
    beyondNoise: sum.beyondNoise / tries,
    claims: sum.claims / tries,
  };
}

/** One benchmark of two sides. */
function makeUp(world: World, random: Random): readonly [readonly number[], readonly number[]] {
  const drifts = Array.from({ length: world.rounds }, () => (world.drift ?? 0) * drawNormal(random));
  const round = (centre: number, drift: number): number =>
    centre * Math.exp(drift + width * drawNormal(random)) * (random() < (world.disturbed ?? 0) ? 2.5 : 1);
  return [
    drifts.map((drift) => round(300, drift)),
    Array.from({ length: world.roundsOfB ?? world.rounds }, (_, n) =>
      round(300 * world.ratio, drifts[n] ?? 0),
    ),
  ];
}

describe('A against A, in turns', () => {
  test.each([
    ['5 rounds', { rounds: 5, ratio: 1 }],
    ['5 rounds on a machine that drifts', { rounds: 5, ratio: 1, drift: 0.2 }],
    ['5 rounds of which some are disturbed', { rounds: 5, ratio: 1, disturbed: 0.08 }],
    ['3 rounds', { rounds: 3, ratio: 1 }],
    ['10 rounds', { rounds: 10, ratio: 1 }],
  ])('%s: the interval holds 1 in 95 % of all tries, but for chance', (_, world) => {
    const { coverage, claims } = simulate(pairedRatio, world);
    expect(coverage).toBeGreaterThanOrEqual(fewestHeld);
    expect(coverage).toBeLessThan(0.99);
    expect(claims).toBeLessThanOrEqual(mostFalse);
  });
});

describe('A against A, one run after the other', () => {
  test.each([
    ['5 and 5 rounds', { rounds: 5, ratio: 1 }],
    ['4 and 7 rounds', { rounds: 4, roundsOfB: 7, ratio: 1 }],
    ['10 and 10 rounds', { rounds: 10, ratio: 1 }],
  ])('%s: the interval holds 1 in 95 % of all tries, but for chance', (_, world) => {
    const { coverage, claims } = simulate(unpairedRatio, world);
    expect(coverage).toBeGreaterThanOrEqual(fewestHeld);
    expect(claims).toBeLessThanOrEqual(mostFalse);
  });
});

test('A against A is beyond the noise floor about as often as it says: in 5 of 100 tries', () => {
  const { beyondNoise } = simulate(unpairedRatio, { rounds: 10, ratio: 1 });
  expect(beyondNoise).toBeGreaterThan(0.01);
  expect(beyondNoise).toBeLessThan(0.1);
});

describe('a true difference', () => {
  test.each([
    ['1.5 in 5 rounds', 0.9, { rounds: 5, ratio: 1.5 }],
    ['1.5 in 5 rounds on a machine that drifts', 0.9, { rounds: 5, ratio: 1.5, drift: 0.2 }],
    ['1.2 in 10 rounds', 0.75, { rounds: 10, ratio: 1.2 }],
  ])('of %s is seen in most tries', (_, share, world) => {
    const { coverage, excludesOne } = simulate(pairedRatio, world);
    expect(excludesOne).toBeGreaterThanOrEqual(share);
    expect(coverage).toBeGreaterThanOrEqual(fewestHeld);
  });

  test('of 1.5 is claimed, too: the noise floor does not hide it', () => {
    expect(simulate(pairedRatio, { rounds: 5, ratio: 1.5 }).claims).toBeGreaterThanOrEqual(0.9);
  });

  test('is found by pairs where the machine drifts, and drowned without them', () => {
    const world = { rounds: 5, ratio: 1.5, drift: 0.4 };
    expect(simulate(pairedRatio, world).excludesOne).toBeGreaterThan(0.9);
    expect(simulate(unpairedRatio, world).excludesOne).toBeLessThan(0.4);
  });
});

test('the number of rounds that is asked for shows the difference in about 4 of 5 tries', () => {
  const rounds = roundsForRatio(1.2, 2 * width ** 2);
  const { excludesOne } = simulate(pairedRatio, { rounds, ratio: 1.2 });
  expect(excludesOne).toBeGreaterThan(0.75);
  expect(excludesOne).toBeLessThan(0.92);
});
