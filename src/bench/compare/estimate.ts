import type { MeasurementLine } from '../result.ts';
import { fewestSeconds } from '../statistics/blocks.ts';
import {
  pairedRatio,
  type RatioEstimate,
  type SingleRun,
  singleRunRatio,
  unpairedRatio,
} from '../statistics/compare-rounds.ts';
import type { ComparisonBasis, RoundOrder } from './comparison.ts';
import type { Measure } from './measures.ts';
import type { Candidate } from './rounds.ts';

/** One number of one side, above 0. */
export interface RoundValue {
  readonly line: MeasurementLine;
  readonly value: number;
}

/** The rounds of one side that have the number. */
export interface MeasuredSide {
  readonly candidate: Candidate;
  readonly rounds: readonly RoundValue[];
}

export type Estimate = RatioEstimate & { readonly basis: ComparisonBasis };

/** The ratio `b / a`; undefined when there is one round of a side and too few seconds of it. */
export function estimateOf(
  measure: Measure,
  a: MeasuredSide,
  b: MeasuredSide,
  order: RoundOrder,
): Estimate | undefined {
  const basis = basisOf(a.rounds, b.rounds, order);
  switch (basis) {
    case 'pairs':
      return { ...pairedRatio(valuesOf(a.rounds), valuesOf(b.rounds)), basis };
    case 'rounds':
      return { ...unpairedRatio(valuesOf(a.rounds), valuesOf(b.rounds)), basis };
    case 'seconds': {
      const [runA, runB] = [singleRun(measure, a), singleRun(measure, b)];
      if (runA === undefined || runB === undefined) return undefined;
      return { ...singleRunRatio(runA, runB), basis };
    }
  }
}

/** The numbers, in the order of the rounds. */
export function valuesOf(rounds: readonly RoundValue[]): readonly number[] {
  return rounds.map(({ value }) => value);
}

/** Rounds are pairs when they took turns and each has its counterpart. */
function basisOf(a: readonly RoundValue[], b: readonly RoundValue[], order: RoundOrder): ComparisonBasis {
  if (a.length < 2 || b.length < 2) return 'seconds';
  if (order === 'separate') return 'rounds';
  const alike = a.length === b.length && a.every(({ line }, index) => line.round === b[index]?.line.round);
  return alike ? 'pairs' : 'rounds';
}

/** Half a second holds too little to stand beside whole ones: the last of a phase may be cut. */
const shortestIntervalSeconds = 0.5;

/** The first round of a side and its measured seconds. */
function singleRun(measure: Measure, { candidate, rounds }: MeasuredSide): SingleRun | undefined {
  const [first] = rounds;
  if (first === undefined) return undefined;
  const { target, stage, round, unit } = first.line;
  const seconds = candidate.result.intervals
    .filter(
      (line) =>
        line.target === target &&
        line.stage === stage &&
        line.round === round &&
        line.phase === 'measure' &&
        line.seconds >= shortestIntervalSeconds,
    )
    .sort((one, other) => one.atSeconds - other.atSeconds)
    .flatMap((line) => measure.ofInterval(line, unit) ?? [])
    .filter((value) => value > 0);
  return seconds.length < fewestSeconds ? undefined : { value: first.value, seconds };
}
