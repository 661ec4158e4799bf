import { medianOf } from '../statistics/averages.ts';
import { fewestSeconds } from '../statistics/blocks.ts';
import type { ComparedRow, ComparedSide, ComparisonRow, Conclusion, RoundOrder } from './comparison.ts';
import { type Estimate, estimateOf, type MeasuredSide, type RoundValue, valuesOf } from './estimate.ts';
import type { Measure } from './measures.ts';
import type { CountedRounds } from './rounds.ts';

/**
 * Nothing below is called a difference, however steady the rounds: where code and data happen to lie in memory
 * changes as much from one start of a program to the next.
 */
const smallestDifference = 0.01;

/** What is compared: a measure of a stage. */
export interface Question {
  readonly stage: string;
  readonly measure: Measure;
  readonly order: RoundOrder;
}

/** One measure of one stage; undefined when neither side has it. */
export function compareMeasure(
  question: Question,
  a: CountedRounds,
  b: CountedRounds,
): ComparisonRow | undefined {
  const { measure, order } = question;
  const sideA = measured(measure, a);
  const sideB = measured(measure, b);
  if (sideA.rounds.length === 0 && sideB.rounds.length === 0) return undefined;

  const problem = problemOf(measure, sideA, sideB);
  if (problem !== undefined) return notCompared(question, problem);
  const estimate = estimateOf(measure, sideA, sideB, order);
  return estimate === undefined
    ? notCompared(
        question,
        `One round tells nothing of chance, and it has fewer than ${fewestSeconds} seconds to look into: measure with --interleave 5.`,
      )
    : comparedRow(question, sideA, sideB, estimate);
}

/** A row that says why there is no comparison. */
export function notCompared({ stage, measure }: Question, reason: string): ComparisonRow {
  const { name, unit, betterWhen } = measure;
  return { stage, measure: name, unit, betterWhen, conclusion: 'not comparable', reason };
}

function measured(measure: Measure, { candidate, lines }: CountedRounds): MeasuredSide {
  const rounds = lines.flatMap((line): readonly RoundValue[] => {
    const value = measure.ofRound(line);
    return value === undefined ? [] : [{ line, value }];
  });
  return { candidate, rounds };
}

function problemOf(measure: Measure, a: MeasuredSide, b: MeasuredSide): string | undefined {
  for (const { candidate, rounds } of [a, b]) {
    if (rounds.length === 0) return `${candidate.name} has no such number in this stage.`;
    if (rounds.some(({ value }) => value <= 0))
      return `A round of ${candidate.name} measured 0, and there is no ratio to 0.`;
  }
  const units = new Set([...a.rounds, ...b.rounds].map(({ line }) => line.unit));
  if (units.size > 1 && measure.unit === 'per second')
    return `The rates count different things: ${[...units].join(' and ')}.`;
  return undefined;
}

function comparedRow(
  { stage, measure, order }: Question,
  a: MeasuredSide,
  b: MeasuredSide,
  { basis, ...estimate }: Estimate,
): ComparedRow {
  const [sideA, sideB] = [sideOf(a), sideOf(b)];
  const noiseFloor = Math.max(estimate.noiseFloor, smallestDifference, resolutionOf(measure, sideA, sideB));
  const conclusion = conclude(measure, basis, { ...estimate, noiseFloor });
  const reason = reasonOf(basis, order);
  return {
    stage,
    measure: measure.name,
    unit: measure.unit,
    betterWhen: measure.betterWhen,
    a: sideA,
    b: sideB,
    ...estimate,
    noiseFloor,
    basis,
    conclusion,
    ...(reason === undefined ? {} : { reason }),
  };
}

function reasonOf(basis: Estimate['basis'], order: RoundOrder): string | undefined {
  switch (basis) {
    case 'pairs':
      return undefined;
    case 'rounds':
      // Of separate runs nobody expects pairs.
      return order === 'separate'
        ? undefined
        : 'The two sides do not have the same rounds, so what disturbed both in a round is not taken out.';
    case 'seconds':
      return 'There is one round of a side: the seconds of one run are not independent, and say nothing of how the next run would go, so the interval is too narrow to claim a difference. Measure with --interleave 5.';
  }
}

function sideOf({ rounds }: MeasuredSide): ComparedSide {
  const values = valuesOf(rounds);
  return { median: medianOf(values), values };
}

/**
 * Latencies are whole microseconds: of 20 us, 5 % is one step, and one step may be next to nothing (20.49 and
 * 20.51). Half a step more keeps it within the noise.
 */
function resolutionOf({ name, unit }: Measure, a: ComparedSide, b: ComparedSide): number {
  if (unit !== 'microseconds' || name === 'cpu per message') return 0;
  return 1.5 / Math.min(a.median, b.median);
}

function conclude(
  { betterWhen }: Measure,
  basis: Estimate['basis'],
  { ratio, low, high, noiseFloor }: Omit<Estimate, 'basis'>,
): Conclusion {
  const holdsOne = low <= 1 && high >= 1;
  const withinNoise = Math.max(ratio, 1 / ratio) <= 1 + noiseFloor;
  if (holdsOne || withinNoise) return 'no difference shown';
  if (basis === 'seconds') return 'indicative';
  return ratio > 1 === (betterWhen === 'higher') ? 'b is better' : 'b is worse';
}
