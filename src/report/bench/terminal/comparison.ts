import type { Comparison } from '../../../bench/compare/comparison.ts';
import { chanceText, comparedStages, isCompared, methodText, rowsOfStage } from '../../comparison-remarks.ts';
import { comparisonNoteLines } from '../../terminal/compare-report.ts';
import { comparedLines, mutedLines } from '../../terminal/comparison-table.ts';
import type { Screen } from '../../terminal/screen.ts';
import { notesOfAll } from '../comparisons.ts';

/** The first target against each of the others: a block for each of them and each stage, and how to read them. */
export function comparisonBlocks(
  comparisons: readonly Comparison[],
  screen: Screen,
): readonly (readonly string[])[] {
  const [first] = comparisons;
  if (first === undefined) return [];
  return [
    ...comparisons.flatMap((comparison) => pairBlocks(comparison, screen)),
    comparisonNoteLines('Notes on the comparisons', notesOfAll(comparisons), screen),
    [
      ...mutedLines(chanceText(comparisons.flatMap(({ rows }) => rows)), screen),
      ...mutedLines(methodText(first.order), screen),
    ],
  ];
}

function pairBlocks(comparison: Comparison, screen: Screen): readonly (readonly string[])[] {
  const { a, b, rows } = comparison;
  const title = `${b.name} (B) against ${a.name} (A)`;
  // Who was not there has one reason in every stage.
  if (!rows.some(isCompared) && new Set(rows.map(({ reason }) => reason)).size === 1)
    return [comparedLines(title, rows, comparison, screen)];
  return comparedStages(comparison).map((stage) =>
    comparedLines(`${title} · ${stage}`, rowsOfStage(comparison, stage), comparison, screen),
  );
}
