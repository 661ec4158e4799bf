import type { RatioEstimate } from '../statistics/compare-rounds.ts';
import type { MeasureName, MeasureUnit } from './measures.ts';

/** Two targets, measure by measure. */
export interface Comparison {
  readonly a: ComparedTarget;
  readonly b: ComparedTarget;
  readonly order: RoundOrder;
  /** What a reader must know before the numbers, a sentence each. */
  readonly notes: readonly string[];
  /** By stage, in the order of the workload. */
  readonly rows: readonly ComparisonRow[];
}

/** - `interleaved`: both stand in one file, and their rounds took turns. - `separate`: one run after the other. */
export type RoundOrder = 'interleaved' | 'separate';

export interface ComparedTarget {
  /** Unlike that of the other side. */
  readonly name: string;
  readonly product?: string;
}

export type ComparisonRow = ComparedRow | NotComparedRow;

interface RowHead {
  readonly stage: string;
  readonly measure: MeasureName;
  readonly unit: MeasureUnit;
  readonly betterWhen: 'higher' | 'lower';
}

/**
 * What the data say. A difference is claimed only when the interval excludes 1 and the ratio is beyond the noise
 * floor. `indicative` would be one, if there were more than one round.
 */
export type Conclusion = 'no difference shown' | 'b is better' | 'b is worse' | 'indicative';

/** - `pairs`: round by round. - `rounds`: all of one side against all of the other. - `seconds`: of one round each. */
export type ComparisonBasis = 'pairs' | 'rounds' | 'seconds';

/** `ratio` is `b / a`: the geometric mean over the rounds, so it may differ a little from that of the medians. */
export interface ComparedRow extends RowHead, RatioEstimate {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly basis: ComparisonBasis;
  readonly conclusion: Conclusion;
  /** What qualifies the conclusion. */
  readonly reason?: string;
}

export interface NotComparedRow extends RowHead {
  readonly conclusion: 'not comparable';
  readonly reason: string;
}

/** A target's rounds in one measure. */
export interface ComparedSide {
  readonly median: number;
  /** One for each round that counts, in their order. */
  readonly values: readonly number[];
}
