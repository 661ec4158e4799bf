import type { Random } from './random.ts';

/** A number of the standard normal distribution. */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
