import { meanOf, varianceOf } from './averages.ts';
import { drawIndex, type Random } from './random.ts';

/**
 * How far the mean of some logarithms may be from what endless rounds would give. Logarithms, because it is
 * ratios that are compared: twice as fast and half as fast are then equally far from the same.
 */
export interface Spread {
  /** How far the mean of one resample is from the mean of the sample, already made up for the small number. */
  readonly drawDeviation: (random: Random) => number;
  readonly varianceOfMean: number;
  /** How well that variance is known. */
  readonly degreesOfFreedom: number;
}

/** The spread of values that do not depend on each other: rounds. Needs two of them. */
export function spreadOfRounds(logarithms: readonly number[]): Spread {
  const count = logarithms.length;
  const mean = meanOf(logarithms);
  const values = Float64Array.from(logarithms);
  // A resample varies around its sample by n - 1 of n parts of what the sample varies around the truth.
  const inflation = Math.sqrt(count / (count - 1));
  return {
    drawDeviation(random) {
      let sum = 0;
      for (let n = 0; n < count; n += 1) sum += values[drawIndex(random, count)] ?? 0;
      return (sum / count - mean) * inflation;
    },
    varianceOfMean: varianceOf(logarithms) / count,
    degreesOfFreedom: count - 1,
  };
}

/** The spread of the difference of two means, `b - a`, that do not depend on each other. */
export function spreadOfDifference(a: Spread, b: Spread): Spread {
  const variance = a.varianceOfMean + b.varianceOfMean;
  const parts = a.varianceOfMean ** 2 / a.degreesOfFreedom + b.varianceOfMean ** 2 / b.degreesOfFreedom;
  return {
    drawDeviation: (random) => -a.drawDeviation(random) + b.drawDeviation(random),
    varianceOfMean: variance,
    // Welch and Satterthwaite: between the smaller of the two and their sum.
    degreesOfFreedom: parts === 0 ? a.degreesOfFreedom + b.degreesOfFreedom : variance ** 2 / parts,
  };
}
