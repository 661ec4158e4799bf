import type { BenchResult } from '../../bench/bench-result.ts';
import { compareTargets } from '../../bench/compare/compare.ts';
import type { Comparison } from '../../bench/compare/comparison.ts';

/**
 * The first target of a benchmark against each of the others; none where there is nobody to compare with, or but
 * one round, which tells nothing of chance.
 *
 * @throws HistogramError when a histogram of the file is damaged
 */
export function comparisonsOf(result: BenchResult): readonly Comparison[] {
  const [first, ...others] = result.bench.targets;
  if (first === undefined || result.bench.rounds < 2) return [];
  return others.map(({ name }) => compareTargets(result, first.name, name));
}

/** What a reader must know of several comparisons, each once. */
export function notesOfAll(comparisons: readonly Comparison[]): readonly string[] {
  return [...new Set(comparisons.flatMap(({ notes }) => notes))];
}
