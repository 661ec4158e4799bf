import type { BenchEndLine, BenchLine, CalibrationLine, IntervalLine, MeasurementLine } from './result.ts';

/** One run of `bench`, as its file tells it. */
export interface BenchResult {
  readonly bench: BenchLine;
  readonly calibrations: readonly CalibrationLine[];
  readonly intervals: readonly IntervalLine[];
  readonly measurements: readonly MeasurementLine[];
  /** Absent when the file was cut short: the writer died, or still writes. */
  readonly end?: BenchEndLine;
}
