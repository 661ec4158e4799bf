import { meanOf, varianceOf } from './averages.ts';
import { spreadOfSeconds } from './blocks.ts';
import { intervalAround, noiseFloorOf, type RatioInterval } from './interval.ts';
import { type Spread, spreadOfDifference, spreadOfRounds } from './spread.ts';

/** A ratio `b / a`, how far to believe it, and what chance alone would show. */
export interface RatioEstimate extends RatioInterval {
  /** As a share: 0.08 is 8 %. The larger one of the two sides. */
  readonly noiseFloor: number;
  /** About how many rounds a difference of 10 % would need to be seen in 4 of 5 tries; absent where unknown. */
  readonly roundsFor10Percent?: number;
}

/**
 * The ratio of two sides that took turns: round `i` of both was measured one after the other, so what slowed
 * down the machine in that round slowed down both. Its ratio knows nothing of it. The ratio of all is the
 * geometric mean of the rounds' ratios, which is also the ratio of the sides' geometric means.
 *
 * @param a above 0, at least two
 * @param b above 0, as many as of `a`, in the same order
 * @param resamples how many are drawn for the interval and the noise floor
 */
export function pairedRatio(a: readonly number[], b: readonly number[], resamples?: number): RatioEstimate {
  const logsA = a.map(Math.log);
  const logsB = b.map(Math.log);
  const logRatios = logsB.map((log, round) => log - (logsA[round] ?? Number.NaN));
  return {
    ...intervalAround(meanOf(logRatios), spreadOfRounds(logRatios), resamples),
    noiseFloor: largerFloor(spreadOfRounds(logsA), spreadOfRounds(logsB), resamples),
    roundsFor10Percent: roundsForRatio(1.1, varianceOf(logRatios)),
  };
}

/**
 * The ratio of the geometric means of two sides whose rounds have nothing to do with each other.
 *
 * @param a above 0, at least two
 * @param b above 0, at least two
 * @param resamples how many are drawn for the interval and the noise floor
 */
export function unpairedRatio(a: readonly number[], b: readonly number[], resamples?: number): RatioEstimate {
  const logsA = a.map(Math.log);
  const logsB = b.map(Math.log);
  const spreadA = spreadOfRounds(logsA);
  const spreadB = spreadOfRounds(logsB);
  return {
    ...intervalAround(meanOf(logsB) - meanOf(logsA), spreadOfDifference(spreadA, spreadB), resamples),
    noiseFloor: largerFloor(spreadA, spreadB, resamples),
    roundsFor10Percent: roundsForRatio(1.1, varianceOf(logsA) + varianceOf(logsB)),
  };
}

/** One run: what it measured as a whole, and in each second in the order of time; all above 0. */
export interface SingleRun {
  readonly value: number;
  readonly seconds: readonly number[];
}

/**
 * The ratio of two single runs. Their seconds tell how steady each run was, and nothing of how another run
 * would have gone: the interval is too narrow to claim a difference.
 */
export function singleRunRatio(a: SingleRun, b: SingleRun): RatioEstimate {
  const spreadA = spreadOfSeconds(a.seconds.map(Math.log));
  const spreadB = spreadOfSeconds(b.seconds.map(Math.log));
  return {
    ...intervalAround(Math.log(b.value / a.value), spreadOfDifference(spreadA, spreadB)),
    noiseFloor: largerFloor(spreadA, spreadB),
  };
}

function largerFloor(a: Spread, b: Spread, resamples?: number): number {
  return Math.max(noiseFloorOf(a, resamples), noiseFloorOf(b, resamples));
}

/**
 * Rounds after which an interval of 95 % excludes 1 in 80 % of all tries, when that is the true ratio.
 *
 * @param varianceOfRound variance of the logarithm of the ratio that one round of each side gives
 */
export function roundsForRatio(ratio: number, varianceOfRound: number): number {
  // 1.96 for the interval, 0.84 for the tries; two more rounds make up for Student's wider interval.
  const standardErrors = 1.96 + 0.84;
  return 2 + Math.ceil((standardErrors ** 2 * varianceOfRound) / Math.log(ratio) ** 2);
}
