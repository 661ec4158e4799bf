import type { BenchResult } from '../../bench/bench-result.ts';
import { groupBy } from './group-by.ts';

/** One threshold of one target in one stage, over its rounds. */
export interface ThresholdRow {
  readonly expression: string;
  readonly target: string;
  readonly stage: string;
  /** What was measured, one text a round. */
  readonly actual: readonly string[];
  readonly broken: number;
}

/** Every threshold that was checked, in the order of the file. */
export function thresholdRows(result: BenchResult): readonly ThresholdRow[] {
  const outcomes = result.measurements.flatMap(({ stage, target, thresholds }) =>
    thresholds.map((outcome) => ({ stage, target, outcome })),
  );
  const groups = groupBy(outcomes, ({ stage, target, outcome }) =>
    JSON.stringify([stage, target, outcome.expression]),
  );
  return [...groups.values()].map((group) => ({
    expression: group[0].outcome.expression,
    target: group[0].target,
    stage: group[0].stage,
    actual: group.map(({ outcome }) => outcome.actual),
    broken: group.filter(({ outcome }) => !outcome.ok).length,
  }));
}

/** Actual values in short: once when all rounds agree. */
export function actualText(actual: readonly string[]): string {
  return new Set(actual).size === 1 ? (actual[0] ?? '') : actual.join(', ');
}
