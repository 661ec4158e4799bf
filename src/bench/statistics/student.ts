/** 97.5 % of a normal distribution lie below so many standard deviations. */
export const normalCritical = 1.959964;

/** The same of Student's t with 1, 2, 3, ... degrees of freedom, where the series below is not exact enough. */
const fewDegrees = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622] as const;

/**
 * How many standard errors a two-sided 95 % interval reaches to each side, when the standard error is itself
 * estimated with so many degrees of freedom. Fractions count as the whole number below: the wider interval.
 *
 * @param degreesOfFreedom at least 1
 */
export function studentCritical(degreesOfFreedom: number): number {
  const few = fewDegrees[Math.max(1, Math.floor(degreesOfFreedom)) - 1];
  if (few !== undefined) return few;
  // The expansion of the quantile in powers of 1 / degrees (Fisher and Cornish): exact to 0.001 from 10 on.
  const z = normalCritical;
  return (
    z +
    (z ** 3 + z) / (4 * degreesOfFreedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degreesOfFreedom ** 3)
  );
}
