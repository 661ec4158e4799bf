import { meanOf, varianceOf } from './averages.ts';
import { drawIndex } from './random.ts';
import type { Spread } from './spread.ts';

/** With fewer seconds there are no two blocks to tell apart. */
export const fewestSeconds = 4;

/**
 * The spread of values that follow each other, the seconds of one run: a second resembles the one before it, so
 * they are drawn in runs of several (blocks, which go round from the end to the beginning). That keeps the
 * likeness of neighbours, and still knows nothing of what differs from run to run: it is too small.
 *
 * @param logarithms in the order of time, at least {@link fewestSeconds}
 */
export function spreadOfSeconds(logarithms: readonly number[]): Spread {
  const count = logarithms.length;
  const mean = meanOf(logarithms);
  const length = blockLength(count);
  const blocks = Math.floor(count / length);
  const inflation = Math.sqrt(blocks / (blocks - 1));
  const blockMeans = Array.from({ length: blocks }, (_, block) =>
    meanOf(logarithms.slice(block * length, (block + 1) * length)),
  );
  return {
    drawDeviation(random) {
      let sum = 0;
      for (let block = 0; block < blocks; block += 1) {
        const start = drawIndex(random, count);
        for (let n = 0; n < length; n += 1) sum += logarithms[(start + n) % count] ?? 0;
      }
      return (sum / (blocks * length) - mean) * inflation;
    },
    varianceOfMean: varianceOf(blockMeans) / blocks,
    degreesOfFreedom: blocks - 1,
  };
}

/** The cube root of the number is the usual length: long enough for the likeness, short enough for many blocks. */
function blockLength(count: number): number {
  return Math.max(2, Math.round(Math.cbrt(count)));
}
