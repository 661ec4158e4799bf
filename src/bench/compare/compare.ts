import type { BenchResult } from '../bench-result.ts';
import { comparableProblems } from './comparable-problems.ts';
import { compareMeasure, notCompared } from './compare-measure.ts';
import type { ComparedTarget, Comparison, ComparisonRow, RoundOrder } from './comparison.ts';
import { type Measure, measures } from './measures.ts';
import { type Candidate, roundsOf } from './rounds.ts';

/** Compares two targets of one result; their rounds took turns, so round `i` of both makes a pair. */
export function compareTargets(result: BenchResult, a: string, b: string): Comparison {
  return compare({ result, target: a, name: a }, { result, target: b, name: b }, 'interleaved');
}

/**
 * Compares a target of one result with one of another. What makes the results incomparable becomes notes: ask
 * {@link comparableProblems} first, and refuse unless the user insists.
 *
 * @param a its name must not be that of `b`
 */
export function compareResults(a: Candidate, b: Candidate): Comparison {
  return compare(a, b, 'separate');
}

function compare(a: Candidate, b: Candidate, order: RoundOrder): Comparison {
  const stages = sharedStages(a.result, b.result).map((stage) => compareStage(stage, a, b, order));
  return {
    a: comparedTarget(a),
    b: comparedTarget(b),
    order,
    notes: [
      ...(order === 'separate' ? notesOfSeparate(a, b) : []),
      ...[...new Set([a.result, b.result])].flatMap(notesOfEnding),
      ...stages.flatMap(({ notes }) => notes),
    ],
    rows: stages.flatMap(({ rows }) => rows),
  };
}

function sharedStages(a: BenchResult, b: BenchResult): readonly string[] {
  const ofB = new Set(b.bench.stages.map(({ name }) => name));
  return a.bench.stages.map(({ name }) => name).filter((name) => ofB.has(name));
}

interface ComparedStage {
  readonly rows: readonly ComparisonRow[];
  readonly notes: readonly string[];
}

function compareStage(stage: string, a: Candidate, b: Candidate, order: RoundOrder): ComparedStage {
  const roundsA = roundsOf(a, stage);
  const roundsB = roundsOf(b, stage);
  if (roundsA.kind === 'counted' && roundsB.kind === 'counted')
    return {
      rows: measures.flatMap((measure) => compareMeasure({ stage, measure, order }, roundsA, roundsB) ?? []),
      notes: [...roundsA.notes, ...roundsB.notes],
    };
  const reasons = [roundsA, roundsB].flatMap((rounds) => (rounds.kind === 'refused' ? [rounds.reason] : []));
  const reason = reasons.join(' ');
  return {
    rows: measures
      .filter((measure) => isMeasured(measure, stage, a) || isMeasured(measure, stage, b))
      .map((measure) => notCompared({ stage, measure, order }, reason)),
    notes: [],
  };
}

/** The rate always stands for a stage, so that no stage vanishes from a report. */
function isMeasured(measure: Measure, stage: string, { result, target }: Candidate): boolean {
  if (measure.name === 'rate') return true;
  return result.measurements.some(
    (line) => line.target === target && line.stage === stage && measure.ofRound(line) !== undefined,
  );
}

function comparedTarget({ result, target, name }: Candidate): ComparedTarget {
  const product = result.bench.targets.find((one) => one.name === target)?.product;
  return product === undefined ? { name } : { name, product };
}

function notesOfSeparate(a: Candidate, b: Candidate): readonly string[] {
  const tools = [a.result.bench.tool.version, b.result.bench.tool.version] as const;
  return [
    'The two files are runs of their own, one after the other: what changed on the machine between them looks like a difference of the targets. Measure both in one run, so that their rounds take turns.',
    ...comparableProblems(a.result, b.result).map(
      (problem) => `Compared although it should not be. ${problem}`,
    ),
    ...(tools[0] === tools[1] ? [] : [`The versions of mqtt-assay differ: ${tools[0]} against ${tools[1]}.`]),
  ];
}

function notesOfEnding({ bench, end }: BenchResult): readonly string[] {
  const run = `The run of ${bench.startedAt}`;
  if (end === undefined) return [`${run} was cut short: its file has no end.`];
  return end.aborted === undefined ? [] : [`${run} ended before its plan (${end.aborted}).`];
}
