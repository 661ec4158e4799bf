import type { MeasurementLine } from '../result.ts';
import { isBoundByRate } from './verdict.ts';

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
  if (has('interrupted') || !has('valid') || isGeneratorBound(measurements)) {
    return benchExitCodes.inconclusive;
  }
  return benchExitCodes.measured;
}

/**
 * Whether the generator was the limit of a target in a stage. Of several rounds the medians leave out those in which
 * something held it up, as long as they are the fewer.
 */
function isGeneratorBound(measurements: readonly MeasurementLine[]): boolean {
  const bound = measurements.filter(({ status }) => status === 'generator-bound');
  return bound.some((line) => {
    const isSame = ({ target, stage }: MeasurementLine): boolean =>
      target === line.target && stage === line.stage;
    const rounds = measurements.filter(isSame).length;
    return isBoundByRate(line) || bound.filter(isSame).length * 2 >= rounds;
  });
}
