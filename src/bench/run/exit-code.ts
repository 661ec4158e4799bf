import type { MeasurementLine } from '../result.ts';

/** What the exit status of `bench` tells a build; the same numbers mean the same with `check`. */
export const benchExitCodes = {
  measured: 0,
  /** A message was lost that may not be, or came twice. */
  guaranteeBroken: 1,
  /** The numbers may not be used: the target died, the generator was the limit, nothing was measured. */
  inconclusive: 2,
  thresholdBreached: 99,
} as const;

export function benchExitCode(measurements: readonly MeasurementLine[], aborted: string | undefined): number {
  const has = (...statuses: readonly MeasurementLine['status'][]): boolean =>
    measurements.some(({ status }) => statuses.includes(status));
  if (has('failed')) return benchExitCodes.guaranteeBroken;
  if (aborted !== undefined || has('died', 'error')) return benchExitCodes.inconclusive;
  if (measurements.some(({ thresholds }) => thresholds.some(({ ok }) => !ok))) {
    return benchExitCodes.thresholdBreached;
  }
  if (has('generator-bound', 'interrupted') || !has('valid')) return benchExitCodes.inconclusive;
  return benchExitCodes.measured;
}
