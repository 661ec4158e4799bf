import type { ComparedTarget, Comparison } from '../../bench/compare/comparison.ts';
import { chanceText, comparedStages, isCompared, rowsOfStage, sameText } from '../comparison-remarks.ts';
import { comparisonSentence } from '../comparison-sentence.ts';
import { printable } from '../text.ts';
import { comparedLines, conclusionTones, mutedLines } from './comparison-table.ts';
import { heading, labelled, paint, type Screen } from './screen.ts';

export interface CompareReportOptions {
  readonly screen: Screen;
}

/**
 * A comparison as text that ends with a line end: who is compared, a table for each stage, what a reader must
 * know before the numbers, and at last every difference in a sentence of its own.
 */
export function compareReport(comparison: Comparison, { screen }: CompareReportOptions): string {
  const blocks = [
    headLines(comparison, screen),
    ...comparedStages(comparison).map((stage) =>
      comparedLines(stage, rowsOfStage(comparison, stage), comparison, screen),
    ),
    comparisonNoteLines('Notes', comparison.notes, screen),
    differenceLines(comparison, screen),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function headLines({ a, b, order }: Comparison, screen: Screen): readonly string[] {
  const text =
    order === 'interleaved'
      ? 'One run in which the rounds take turns: a ratio is the geometric mean over the pairs of rounds. Values are medians.'
      : 'Two runs, one after the other: a ratio is that of the geometric means. Values are medians.';
  return [targetLine('A', a, screen), targetLine('B', b, screen), ...mutedLines(text, screen)];
}

function targetLine(letter: string, { name, product }: ComparedTarget, screen: Screen): string {
  const shown = product === undefined ? '' : `  ${printable(product)}`;
  return `${letter}  ${paint(screen, 'strong', printable(name))}${shown}`;
}

/** What a reader must know of the numbers; nothing where there is nothing. */
export function comparisonNoteLines(
  title: string,
  notes: readonly string[],
  screen: Screen,
): readonly string[] {
  if (notes.length === 0) return [];
  return [heading(title, screen), ...notes.flatMap((note) => labelled('! ', printable(note), screen))];
}

function differenceLines({ a, b, rows }: Comparison, screen: Screen): readonly string[] {
  const compared = rows.filter(isCompared);
  if (compared.length === 0) return [paint(screen, 'warning', 'nothing was comparable')];
  const different = compared.filter(({ conclusion }) => conclusion !== 'no difference shown');
  const sentences = different.flatMap((row) =>
    labelled('', printable(`${row.stage} · ${comparisonSentence(row, a.name, b.name)}`), screen).map((line) =>
      paint(screen, conclusionTones[row.conclusion], line),
    ),
  );
  const same = sameText(rows);
  return [
    heading('Differences', screen),
    ...sentences,
    ...(same === undefined ? [] : [same]),
    ...mutedLines(chanceText(rows), screen),
  ];
}
